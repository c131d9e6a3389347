import { z } from 'zod';
import { CONFIDENCES, OCCURRENCES } from '../config/rules/schemas.ts';

/** Is this a below-threshold act? `above`: it crosses the line; `none`: it is neither. */
export const FLAGS = ['below', 'above', 'none'] as const;
export type Flag = (typeof FLAGS)[number];

/** What the classifier reads: one article. */
export interface ClassifierInput {
  text: string;
  /** may be empty */
  title: string;
  url?: string | undefined;
  /** ISO 8601; membership of pacts is that of this day, today when missing */
  published?: string | undefined;
}

const offset = z.int().min(0);

/** The stretch of text behind a tag or flag. */
export const evidenceSchema = z
  .object({
    rule: z.string().describe('id of the rule that matched'),
    kind: z.enum(['actor', 'location', 'threat', 'cue', 'gate', 'pattern']),
    start: offset,
    end: offset,
    in: z.enum(['title', 'text']),
    tag: z
      .string()
      .exactOptional()
      .describe('the tag it stands for (`RUS`, `sabotage`, `Tulcea`), where the rule id alone does not tell'),
  })
  .meta({ id: 'Evidence', description: 'The stretch of text behind a tag or flag; offsets count UTF-16 code units' });
export type Evidence = z.infer<typeof evidenceSchema>;
export type EvidenceKind = Evidence['kind'];

/** A place mentioned in the text, resolved where possible. */
const placeMentionSchema = z.object({
  start: offset,
  end: offset,
  name: z.string().describe('canonical name'),
  country: z.string().nullable().describe('ISO 3166-1 alpha-2; null for seas and other places of no single state'),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  kind: z
    .string()
    .describe(
      'what it is: `country`, `region`, `city`, `sea`, `river`, `island`, `airport`, `base`, `crossing`, `cable`, `demonym` …',
    ),
});
export type PlaceMention = z.infer<typeof placeMentionSchema>;

/** What was done. */
const actSchema = z.object({
  threat: z.string(),
  status: z.enum(OCCURRENCES),
  target: z.string().nullable().describe('actor id, state or place name that it fell on'),
  place: z.string().nullable(),
});
export type Act = z.infer<typeof actSchema>;

/** Who is said to have done it. */
const attributionSchema = z.object({
  actor: z.string().describe('actor id'),
  source: z.enum(['official', 'claimed', 'media', 'analyst']),
  basis: z.string().describe('the words it rests on'),
  confidence: z.enum(CONFIDENCES),
});
export type Attribution = z.infer<typeof attributionSchema>;

const actorRole = z.enum(['perpetrator', 'suspect', 'target', 'responder', 'mentioned']);
export type ActorRole = z.infer<typeof actorRole>;

/** What an article says, in the codebook's vocabulary. Every list is free of duplicates. */
export const classificationSchema = z
  .object({
    flag: z.enum(FLAGS),
    score: z.number().describe('probability (0..1) that the item is `below`'),
    patterns: z.array(z.string()).describe('ids of the patterns that fired'),
    threats: z.array(z.string()),
    cues: z.array(z.string()),
    actors: z.array(z.string()).describe('ISO alpha-3 states and ids of other actors'),
    roles: z.record(z.string(), actorRole).describe('the part each of `actors` plays'),
    affected: z.array(z.string()).describe('protected states on whom the act falls, ISO alpha-2'),
    locations: z
      .array(z.string())
      .describe('places the story is about or happens in: ISO alpha-2 codes and names as the text writes them'),
    places: z.array(placeMentionSchema).describe('every place mention in `text`'),
    evidence: z.array(evidenceSchema),
    acts: z.array(actSchema),
    attributions: z.array(attributionSchema),
    language: z
      .string()
      .nullable()
      .describe('ISO 639-1 of the text; text that is not English is passed by with empty tags'),
    why: z.string().describe('one sentence for a person: why the flag is what it is'),
  })
  .meta({ id: 'Classification', description: "What an article says, in the codebook's vocabulary" });
export type Classification = z.infer<typeof classificationSchema>;

/** A text, and what the rules see in it. */
export const triedTextSchema = z.object({
  title: z.string(),
  text: z.string(),
  published: z.string().nullable(),
  classification: classificationSchema,
});
export type TriedText = z.infer<typeof triedTextSchema>;

/** A rule set made ready. Pure: same input, same output; no I/O; never throws on any string. */
export interface Classifier {
  /** hash of the rule set, stored with each result */
  readonly version: string;
  classify(input: ClassifierInput): Classification;
}
