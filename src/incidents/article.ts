import type { Classification } from '../classify/types.ts';

/**
 * How far a source is trusted, by the Admiralty code (NATO AJP-2.1): A completely, B usually, C fairly reliable, D not
 * usually, E unreliable, F cannot be judged.
 */
export type Reliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** What grouping reads of an article. Only `id` and `text` must be there; the rest sharpens the answer. */
export interface ArticleText {
  id: string;
  text: string;
  title?: string | undefined;
  /** ISO 8601, a day or a moment */
  published?: string | undefined;
  /** what the classifier found in `text` */
  classification?: (Pick<Classification, 'places'> & Partial<Pick<Classification, 'locations'>>) | undefined;
}

/** A classified article of an incident: what an incident is summed up from. */
export interface Article extends ArticleText {
  title: string;
  url?: string | undefined;
  /** when we first saw it, ISO 8601 */
  seen: string;
  /** id of the feed that it came by */
  feed: string;
  /** name of the outlet that stands behind it */
  outlet: string;
  reliability: Reliability;
  /** the article whose text it copies, as its placement said; null for one of its own */
  copyOf: string | null;
  classification: Classification;
  /** 1 (slight) … 5 (grave) */
  severity: number;
}

/** Weight (0..1) of a source's word. What cannot be judged counts for more than what is known to be unreliable. */
export const TRUST: Record<Reliability, number> = { A: 1, B: 0.9, C: 0.75, D: 0.5, E: 0.25, F: 0.6 };

const DAY_MS = 86_400_000;

/**
 * When an article told its news, ISO 8601: its date of publication, or when we saw it where that is missing, no date, or
 * more than a day ahead of us.
 */
export function toldAt({ published, seen }: Article): string {
  return published !== undefined && Date.parse(published) <= Date.parse(seen) + DAY_MS ? published : seen;
}
