import type { Classification } from '../classify/types.ts';

/** How far a source is trusted, by the Admiralty code: A completely reliable … E unreliable, F cannot be judged. */
export type Reliability = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** What grouping reads of an article. Only `id` and `text` must be there; the rest sharpens the answer. */
export interface ArticleText {
  id: string;
  text: string;
  title?: string | undefined;
  /** ISO 8601, a day or a moment */
  published?: string | undefined;
  /** what the classifier found in `text` */
  classification?: Pick<Classification, 'threats' | 'affected' | 'actors' | 'places'> | undefined;
}

/** An article of an incident, classified: what an incident is summed up from. */
export interface Article extends ArticleText {
  title: string;
  url?: string | undefined;
  /** when we first saw it, ISO 8601 */
  seen: string;
  /** id of the feed that it came from */
  feed: string;
  /** the outlet's name */
  outlet: string;
  reliability: Reliability;
  classification: Classification;
  /** 1 (slight) … 5 (grave) */
  severity: number;
}
