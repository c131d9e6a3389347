import type { Classification } from '../../src/classify/types.ts';
import type { NewArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { type FeedDefinition, syncFeeds } from '../../src/store/feeds.ts';
import { createIncident, type IncidentContent } from '../../src/store/incidents.ts';
import { type NewItem, saveItems } from '../../src/store/items.ts';

export const NOW = new Date('2026-03-04T12:00:00Z');

export const feed = (over: Partial<FeedDefinition> = {}): FeedDefinition => ({
  id: 'danube-wire',
  title: 'Danube Wire',
  url: 'https://danubewire.example/rss.xml',
  language: 'en',
  topics: ['romania'],
  reliability: 'B',
  intervalSeconds: 900,
  enabled: true,
  ...over,
});

export const item = (over: Partial<NewItem> = {}): NewItem => ({
  key: 'a1',
  names: [`url:${over.url ?? 'danubewire.example/1'}`],
  feedId: 'danube-wire',
  guid: 'dw-1',
  url: 'https://danubewire.example/1',
  title: 'Drone debris found near Tulcea',
  author: null,
  publishedAt: NOW,
  feedText: 'Debris of a drone was found on the Romanian bank of the Danube.',
  fingerprint: 'f1',
  state: 'pending',
  ...over,
});

export const classification = (over: Partial<Classification> = {}): Classification => ({
  flag: 'below',
  score: 0.9,
  patterns: ['strike-on-protected-soil'],
  threats: ['territorial-strike'],
  cues: ['restraint'],
  actors: ['ROU', 'RUS'],
  roles: { ROU: 'target', RUS: 'suspect' },
  affected: ['RO'],
  locations: ['RO', 'Tulcea'],
  places: [],
  evidence: [{ rule: 'debris', kind: 'threat', start: 0, end: 6, in: 'text' }],
  acts: [{ threat: 'territorial-strike', status: 'happened', target: 'RO', place: 'Tulcea' }],
  attributions: [],
  language: 'en',
  why: 'A drone came down on protected soil.',
  ...over,
});

export const article = (over: Partial<NewArticle> = {}): NewArticle => ({
  itemKey: 'a1',
  url: 'https://danubewire.example/1',
  title: 'Drone debris found near Tulcea',
  text: 'Debris of a drone was found on the Romanian bank of the Danube.',
  textFrom: 'page',
  pageError: null,
  author: null,
  language: 'en',
  publishedAt: NOW,
  readAt: NOW,
  version: 1,
  flag: 'below',
  score: 0.9,
  classification: classification(),
  page: null,
  ruleSet: 'test',
  ...over,
});

export const incident = (over: Partial<IncidentContent> = {}): IncidentContent => ({
  title: 'Drone debris found near Tulcea',
  summary: 'Debris of a drone was found on the Romanian bank of the Danube.',
  flag: 'below',
  score: 0.9,
  priority: 50,
  severity: 3,
  firstSeen: NOW,
  lastSeen: NOW,
  threats: ['territorial-strike'],
  actors: ['ROU', 'RUS'],
  affected: ['RO'],
  locations: ['RO', 'Tulcea'],
  cues: ['restraint'],
  patterns: ['strike-on-protected-soil'],
  ...over,
});

/** A store with one feed. */
export async function withFeed(db: Database, over: Partial<FeedDefinition> = {}): Promise<void> {
  await syncFeeds(db, [feed(over)]);
}

/** A store with one feed and one incident; returns the incident's id. */
export async function withIncident(db: Database, over: Partial<IncidentContent> = {}): Promise<number> {
  await withFeed(db);
  await saveItems(db, [item()], NOW);
  return createIncident(db, incident(over), NOW);
}
