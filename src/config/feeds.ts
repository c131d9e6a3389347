import { Document, isScalar, isSeq, visit } from 'yaml';
import { z } from 'zod';
import { FEED_TOPICS, RELIABILITIES } from './feed-words.ts';
import { ConfigError, type ConfigProblem, readYaml } from './read-yaml.ts';
import { duration } from './units.ts';

/** A subscribed source, as the operator lists it. */
export interface FeedEntry {
  /** kebab-case, unique: names the feed in commands, logs and the store */
  id: string;
  title: string;
  url: string;
  /** ISO 639-1 */
  language: string;
  topics: (typeof FEED_TOPICS)[number][];
  reliability: (typeof RELIABILITIES)[number];
  /** milliseconds between two polls */
  interval: number;
  /** false: kept in the list, not polled */
  enabled: boolean;
}

/** Bounds of an interval (ms): the lower one spares the publisher. */
const SHORTEST = 5 * 60_000;
const LONGEST = 7 * 24 * 3_600_000;

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** An address of something to be fetched. A password in it would be shown to whoever sees the address. */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: /./, error: 'must be an http or https address' })
  .refine((url) => !URL.canParse(url) || !(new URL(url).username || new URL(url).password), {
    error: 'must hold no user name or password: they are neither sent nor kept',
  });

/** What an operator may say of a feed; intervals in words (`15 min`). */
export const feedEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case: "err-news"'),
  title: z.string().trim().min(1, 'must not be empty'),
  url: webAddress,
  language: z
    .string()
    .refine((code) => /^[a-z]{2}$/.test(code) && languages.of(code), 'must be a language of ISO 639-1: "en", "ro"'),
  topics: z.array(z.enum(FEED_TOPICS)).min(1, 'must name a topic at least'),
  reliability: z.enum(RELIABILITIES),
  interval: duration.refine((ms) => ms >= SHORTEST && ms <= LONGEST, 'must lie between 5 min and 7 d'),
  enabled: z.boolean().default(true),
});

const schema = z.strictObject({ feeds: z.array(feedEntry) });

/**
 * Reads a feed list (`config/feeds.yaml`).
 * @throws ConfigError naming line and key of whatever is wrong, two feeds with one id or one address included
 */
export function readFeeds(file: string): FeedEntry[] {
  const { value, lineOf } = readYaml(file, schema);
  const problems: ConfigProblem[] = [];
  const firstWith = new Map<string, number>();
  value.feeds.forEach((feed, index) => {
    for (const key of ['id', 'url'] as const) {
      const path = ['feeds', index, key];
      const name = `${key} ${key === 'url' ? sameAddress(feed.url) : feed.id}`;
      const first = firstWith.get(name);
      if (first === undefined) firstWith.set(name, index);
      else
        problems.push({
          file,
          line: lineOf(path),
          key: `feeds[${index}].${key}`,
          message: `is already that of the feed on line ${lineOf(['feeds', first, key])}`,
        });
    }
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return value.feeds;
}

/** A feed list as `readFeeds` reads it. */
export function formatFeeds(feeds: readonly FeedEntry[]): string {
  const document = new Document({
    feeds: feeds.map(({ id, title, url, language, topics, reliability, interval, enabled }) => ({
      id,
      title,
      url,
      language,
      topics,
      reliability,
      interval: inUnits(interval),
      ...(enabled ? {} : { enabled }),
    })),
  });
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === 'topics' && isSeq(value)) value.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** A length of time (ms) in the largest unit that leaves no fraction: `15 min`. */
function inUnits(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  const [unit, length] = units.find(([, length]) => ms % length === 0) ?? (['s', 1000] as const);
  return `${ms / length} ${unit}`;
}

/** One spelling for addresses that only differ in scheme, `www.`, a closing slash or a fragment. */
function sameAddress(url: string): string {
  const { host, pathname, search } = new URL(url);
  return host.replace(/^www\./, '') + pathname.replace(/\/$/, '') + search;
}
