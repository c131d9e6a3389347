import type { Classification } from '../../classify/types.ts';

/** What a feed would bring, before it is on the list. */
export interface FeedTrial {
  url: string;
  title: string | null;
  language: string | null;
  items: number;
  /** ISO 8601; null when no item tells its date */
  newest: string | null;
  /** what is wrong, in words; empty when nothing is */
  problems: string[];
  /** the first items, read */
  samples: {
    title: string;
    url: string | null;
    published: string | null;
    text: string;
    /** why the page's own text was not used */
    pageError: string | null;
    tags: Pick<Classification, 'flag' | 'score' | 'threats' | 'actors' | 'affected' | 'cues'>;
  }[];
}
