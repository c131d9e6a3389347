import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Refusal } from '../config/refusal.ts';
import type { FeedTrial } from '../ingest/discover/feed-trial.ts';
import type { FoundFeed } from '../ingest/discover/find-feeds.ts';
import type { Feed, FeedDefinition, FeedDifferences, FeedWithHealth } from '../store/feeds.ts';
import type { Client } from './client.ts';
import { clean, wrap } from './print-incident.ts';
import { withClient } from './with-client.ts';

/** States of health that somebody should look at. */
const TROUBLE = new Set(['broken', 'gone', 'empty', 'silent']);

/** What may be said of a feed on the command line. */
export interface FeedOptions {
  id?: string;
  title?: string;
  language?: string;
  topics?: string;
  reliability?: string;
  interval?: string;
}

/** `subthreshold feeds list`: the list and how each feed is doing, those with trouble first. */
export const listCommand = ({ json }: { json?: boolean }) =>
  withClient('feeds', async (client) => {
    const feeds = await listed(client);
    if (json) return console.log(JSON.stringify(feeds, null, 2));
    const well = ({ enabled, health }: FeedWithHealth) => !enabled || !TROUBLE.has(health.state);
    for (const feed of feeds.toSorted((a, b) => Number(well(a)) - Number(well(b)))) {
      const { id, title, url, topics, reliability, enabled, health } = feed;
      console.log(`${id}  ${clean(title)} (reliability ${reliability}; ${topics.join(', ')})`);
      console.log(`      ${clean(url)}`);
      console.log(wrap(enabled ? clean(health.message) : 'switched off'));
      if (enabled && health.advice && !well(feed)) console.log(wrap(`→ ${clean(health.advice)}`));
    }
    const on = feeds.filter(({ enabled }) => enabled);
    console.log(
      `${feeds.length} feeds, ${on.length} switched on, ${on.filter((feed) => !well(feed)).length} in trouble`,
    );
  });

/** `subthreshold feeds add URL`: finds the feed at an address of a site, and puts it on the list. */
export const addCommand = (url: string, options: FeedOptions) =>
  withClient('feeds', async (client) => {
    const { feeds } = await client.post<{ feeds: FoundFeed[] }>('/feeds/find', { url });
    const [feed, ...others] = feeds;
    if (!feed) throw new Refusal(`no feed was found at ${url}, nor on the pages and paths where sites have them`);
    if (others.length > 0)
      throw new Refusal(
        `${url} has several feeds; add the one you want by its address:\n${feeds
          .map((one) => `  ${one.url}  ${clean(one.title ?? '')} (${one.items} items)`)
          .join('\n')}`,
      );
    const language = feed.language?.slice(0, 2).toLowerCase();
    const added = await client.post<FeedDefinition>('/feeds', {
      url: feed.url,
      ...(feed.title ? { title: clean(feed.title) } : {}),
      ...(language && /^[a-z]{2}$/.test(language) ? { language } : {}),
      ...said(options),
    });
    console.log(`added ${added.id}: ${added.title}, ${added.url} (${feed.items} items now)`);
    if (!options.reliability || !options.topics)
      console.log(
        `Topics: ${added.topics.join(', ')}; reliability: ${added.reliability}. "subthreshold feeds set ${added.id}" changes them.`,
      );
  });

/** `subthreshold feeds set ID`: changes what is said of a feed. */
export const setCommand = (id: string, options: FeedOptions & { url?: string }) =>
  withClient('feeds', async (client) => {
    const { url } = options;
    const feed = await client.patch<Feed>(path(id), { ...said(options), ...(url ? { url } : {}) });
    console.log(
      `${feed.id}: ${clean(feed.title)}, ${feed.url}; ${feed.topics.join(', ')}; reliability ${feed.reliability}; every ${feed.intervalSeconds / 60} min`,
    );
  });

/** `subthreshold feeds remove ID…`: takes feeds off the list. What they brought stays. */
export const removeCommand = (ids: readonly string[]) =>
  withClient('feeds', async (client) => {
    for (const id of ids) {
      const feed = await client.delete<Feed>(path(id));
      console.log(`removed ${feed.id}: ${clean(feed.title)}`);
    }
  });

/** `subthreshold feeds enable|disable ID…` */
export const enableCommand = (ids: readonly string[], enabled: boolean) =>
  withClient('feeds', async (client) => {
    for (const id of ids) {
      const feed = await client.patch<Feed>(path(id), { enabled });
      console.log(`${feed.id} is switched ${feed.enabled ? 'on' : 'off'}: ${clean(feed.title)}`);
    }
  });

/** `subthreshold feeds test ID|URL`: what a feed would bring, and what is wrong with it. Keeps nothing. */
export const testCommand = (feed: string, { json }: { json?: boolean }) =>
  withClient('feeds', async (client) => {
    const url = (await listed(client)).find(({ id }) => id === feed)?.url ?? feed;
    const trial = await client.post<FeedTrial>('/feeds/test', { url });
    if (trial.items === 0 && trial.problems.length > 0) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(trial, null, 2));
    const { title, language, items, newest, samples, problems } = trial;
    console.log(
      `${clean(title ?? trial.url)}${language ? ` (${clean(language)})` : ''}: ${items} items${newest ? `, the newest of ${newest}` : ''}`,
    );
    for (const { title: headline, url: page, published, text, tags } of samples) {
      console.log(`\n  ${clean(headline)}`);
      console.log(`      ${[published, page && clean(page)].filter(Boolean).join(', ')}`);
      console.log(wrap(`${clean(text).slice(0, 400)}${text.length > 400 ? ' …' : ''}`));
      const { flag, score, threats, actors, affected, cues } = tags;
      const found = [...threats, ...actors, ...affected, ...cues];
      console.log(wrap(`${flag} (${score.toFixed(2)}); ${found.length > 0 ? found.join(', ') : 'no tags'}`));
    }
    console.log(problems.length > 0 ? '\nWhat is wrong:' : '\nNothing is wrong.');
    for (const problem of problems) console.log(wrap(clean(problem)));
  });

/** `subthreshold feeds import [FILE]`: adds the feeds of an OPML list. */
export const importCommand = (file: string | undefined) =>
  withClient('feeds', async (client) => {
    if (file !== undefined && !existsSync(file)) throw new Refusal(`there is no file ${file}`);
    const opml = file === undefined ? await readAll(process.stdin) : readFileSync(file, 'utf8');
    const { added, known, unusable } = await client.post<{ added: Feed[]; known: number; unusable: string[] }>(
      '/feeds/import',
      { opml },
    );
    for (const { id, title, url } of added) console.log(`added ${id}: ${clean(title)}, ${clean(url)}`);
    for (const url of unusable) console.log(`passed over ${clean(url)}: no http or https address`);
    console.log(`${added.length} added, ${known} on the list already, ${unusable.length} passed over`);
  });

/** `subthreshold feeds export [FILE]`: the list as feeds.yaml; with `opml`, or into a file named so, as OPML 2.0. */
export const exportCommand = (file: string | undefined, { opml }: { opml?: boolean }) =>
  withClient('feeds', async (client) => {
    const list =
      opml || (file && /\.(opml|xml)$/i.test(file))
        ? (await client.get<{ opml: string }>('/feeds/opml')).opml
        : (await client.get<{ yaml: string }>('/feeds/yaml')).yaml;
    if (file === undefined) process.stdout.write(list);
    else writeFileSync(file, list);
  });

/** `subthreshold feeds apply`: shows how feeds.yaml differs from the list; with `yes`, makes the list that of feeds.yaml. */
export const applyCommand = ({ yes = false, json }: { yes?: boolean; json?: boolean }) =>
  withClient('feeds', async (client) => {
    const differences = await client.post<FeedDifferences>('/feeds/apply', { dryRun: !yes });
    if (json) return console.log(JSON.stringify(differences, null, 2));
    const { added, removed, changed } = differences;
    for (const { id, title, url } of added) console.log(`+ ${id}: ${clean(title)}, ${clean(url)}`);
    for (const { id, title, url } of removed) console.log(`- ${id}: ${clean(title)}, ${clean(url)}`);
    for (const { id, changes } of changed)
      for (const { field, from, to } of changes)
        console.log(`~ ${id}: ${field} ${JSON.stringify(from)} → ${JSON.stringify(to)}`);
    if (added.length + removed.length + changed.length === 0) console.log('The list is that of feeds.yaml.');
    else console.log(yes ? 'Done.' : 'Nothing is changed yet: "subthreshold feeds apply --yes" does it.');
  });

const path = (id: string) => `/feeds/${encodeURIComponent(id)}`;

const listed = async (client: Client) => (await client.get<{ feeds: FeedWithHealth[] }>('/feeds')).feeds;

function said({ topics, ...options }: FeedOptions & { url?: string }): object {
  const { id, title, language, reliability, interval } = options;
  const given = { id, title, language, reliability, interval, topics: topics?.split(',').map((topic) => topic.trim()) };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
