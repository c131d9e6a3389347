/** Is this a below-threshold act? `above`: it crosses the line; `none`: it is neither. */
export type Flag = 'below' | 'above' | 'none';

/** What the classifier reads: one article. */
export interface ClassifierInput {
  text: string;
  /** may be empty */
  title: string;
  url?: string | undefined;
  /** ISO 8601; membership of pacts is that of this day, today when missing */
  published?: string | undefined;
}

export type EvidenceKind = 'actor' | 'location' | 'threat' | 'cue' | 'gate' | 'pattern';

/** The stretch of text behind a tag or flag. Offsets count UTF-16 code units. */
export interface Evidence {
  /** id of the rule that matched */
  rule: string;
  kind: EvidenceKind;
  start: number;
  end: number;
  in: 'title' | 'text';
  /** the tag it stands for (`RUS`, `sabotage`, `Tulcea`), where the rule id alone does not tell */
  tag?: string;
}

/** A place mentioned in the text, resolved where possible. */
export interface PlaceMention {
  start: number;
  end: number;
  /** canonical name */
  name: string;
  /** ISO 3166-1 alpha-2; null for seas and other places of no single state */
  country: string | null;
  lat: number | null;
  lon: number | null;
  /** what it is: `country`, `region`, `city`, `sea`, `river`, `island`, `airport`, `base`, `crossing`, `cable`, `demonym` … */
  kind: string;
}

/** What was done. */
export interface Act {
  threat: string;
  status: 'happened' | 'attempted' | 'suspected' | 'threatened' | 'foiled' | 'denied';
  /** actor id, state or place name that it fell on */
  target: string | null;
  place: string | null;
}

/** Who is said to have done it. */
export interface Attribution {
  /** actor id */
  actor: string;
  source: 'official' | 'claimed' | 'media' | 'analyst';
  /** the words it rests on */
  basis: string;
  confidence: 'unknown' | 'suspected' | 'blamed' | 'charged' | 'convicted' | 'claimed' | 'denied';
}

export type ActorRole = 'perpetrator' | 'suspect' | 'target' | 'responder' | 'mentioned';

/** What an article says, in the codebook's vocabulary. Every list is free of duplicates. */
export interface Classification {
  flag: Flag;
  /** probability (0..1) that the item is `below` */
  score: number;
  /** ids of the patterns that fired */
  patterns: string[];
  threats: string[];
  cues: string[];
  /** ISO alpha-3 states and ids of other actors */
  actors: string[];
  /** the part each of `actors` plays */
  roles: Record<string, ActorRole>;
  /** protected states on whom the act falls, ISO alpha-2 */
  affected: string[];
  /** places the story is about or happens in: ISO alpha-2 codes and names as the text writes them */
  locations: string[];
  /** every place mention in `text` */
  places: PlaceMention[];
  evidence: Evidence[];
  acts: Act[];
  attributions: Attribution[];
  /** ISO 639-1 of the text; text that is not English is passed by with empty tags */
  language: string | null;
  /** one sentence for a person: why the flag is what it is */
  why: string;
}

/** A rule set made ready. Pure: same input, same output; no I/O; never throws on any string. */
export interface Classifier {
  /** hash of the rule set, stored with each result */
  readonly version: string;
  classify(input: ClassifierInput): Classification;
}
