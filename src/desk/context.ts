import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { DraftCheck } from '../classify/rule-tests.ts';
import type { TriedText } from '../classify/types.ts';
import type { RuleEdits, RuleSet } from '../config/rules.ts';
import type { Settings } from '../config/settings.ts';
import type { FeedTrial } from '../ingest/discover/feed-trial.ts';
import type { FoundFeed } from '../ingest/discover/find-feeds.ts';
import type { Database } from '../store/database.ts';
import type { StoredDigest } from '../store/digests.ts';
import type { Item } from '../store/items.ts';
import type { PreviewProgress, Reclassification } from '../store/preview-articles.ts';

/** What the desk serves from, and what it can have done. */
export interface DeskContext {
  settings: Settings;
  /** what the classifier goes by, to say what its ids mean */
  rules: RuleSet;
  db: Database;
  log: Logger;
  now: () => Date;
  /** what `/metrics` tells of this process and of the store */
  registry: Registry;
  /** the queues, opened when they are first asked for */
  queues(): Promise<readonly Queue[]>;
  actions: {
    /** Has feeds polled now (all active ones when no ids are given); returns the ids of those that will be. */
    pollNow(ids?: readonly string[]): Promise<string[]>;
    /** Has an item read again that could not be read. */
    readAgain(key: string): Promise<boolean>;
    /** Has a delivery made again that has failed. */
    deliverAgain(key: string): Promise<boolean>;
    /** Has everything done again that was given up: items read, deliveries made. @returns how many of each */
    retryAll(): Promise<{ items: number; deliveries: number }>;
    /** Makes the digest of a day (YYYY-MM-DD), or of the week with that day, anew. */
    makeDigest(request: { kind: 'day' | 'week'; day: string }): Promise<StoredDigest>;
    /** Has the article at a web address read; undefined when the address is none of the web. */
    handIn(url: string): Promise<Item | undefined>;
    /** The feeds of a site, given any address of it. @throws Error in words when that does not answer */
    feedsOfSite(url: string): Promise<FoundFeed[]>;
    /** What a feed would bring; keeps nothing. */
    tryFeed(url: string): Promise<FeedTrial>;
    /** What Redis does when its memory is full; null when it keeps that to itself, or is not there. */
    evictionPolicy(): Promise<string | null>;
    /** Takes note that the feed list is another. */
    feedsChanged(): Promise<void>;
    /** Runs a text, or the article at an address, through the rules as `edits` would make them. @throws Error in words */
    tryText(
      text: { url: string | null; title: string; text: string; published: string | null },
      edits: RuleEdits,
    ): Promise<TriedText>;
    /** Checks the rules as `edits` would make them, and runs their tests. */
    checkRules(edits: RuleEdits): Promise<DraftCheck>;
    /** Runs stored articles through the rules as `edits` would make them; keeps nothing. */
    previewRules(edits: RuleEdits, since: Date, signal: AbortSignal): AsyncGenerator<PreviewProgress>;
    /** Brings rules saved by other processes into this one's folder. */
    takeOverRules(): Promise<void>;
    /** Takes note that the rule files are others. */
    rulesChanged(): void;
    /** Runs stored articles through the present rules; `apply` keeps the result. */
    reclassify(request: { since: Date; apply: boolean }): Promise<Reclassification>;
    /** Everything that the store holds, line by line (see store/backup.ts). */
    backup(): AsyncIterable<string>;
  };
}
