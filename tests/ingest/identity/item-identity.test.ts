import { describe, expect, it } from 'vitest';
import { contentFingerprint } from '../../../src/ingest/identity/fingerprint.ts';
import { guidHabit, identifyItems } from '../../../src/ingest/identity/item-identity.ts';
import type { FeedItem } from '../../../src/ingest/types.ts';

const item = (over: Partial<FeedItem>): FeedItem => ({
  id: null,
  title: null,
  link: null,
  published: null,
  updated: null,
  author: null,
  text: null,
  html: null,
  summary: null,
  ...over,
});
const story = (n: number, over: Partial<FeedItem> = {}) =>
  item({ id: `g${n}`, title: `Story ${n}`, link: `https://coast.example/${n}`, ...over });
const identify = (items: FeedItem[], habit: 'stable' | 'reused' = 'stable') =>
  identifyItems(items, { feed: 'coast', habit });
const share = (a: FeedItem, b: FeedItem) => {
  const [one, other] = [a, b].map((each) => identify([each])[0]?.keys ?? []);
  return (one ?? []).some((key) => other?.includes(key));
};

describe("an item's identity", () => {
  it('holds when the address changes with the headline, and when the guid changes', () => {
    expect(share(story(1), story(1, { link: 'https://coast.example/1-new-headline', title: 'New headline' }))).toBe(
      true,
    );
    expect(share(story(1), story(1, { id: 'other', link: 'http://m.coast.example/1?utm_source=rss' }))).toBe(true);
    expect(share(story(1), story(2))).toBe(false);
  });

  it('holds across feeds by the address, not by the guid', () => {
    const [a] = identifyItems([story(1)], { feed: 'a', habit: 'stable' });
    const [b] = identifyItems([story(1)], { feed: 'b', habit: 'stable' });
    expect(a?.keys.filter((key) => b?.keys.includes(key))).toEqual(['url:coast.example/1']);
    expect(a?.hash).toBe(b?.hash);
  });

  it('counts the address that a link led to and the page named', () => {
    const [identity] = identifyItems([story(1)], {
      feed: 'a',
      habit: 'stable',
      elsewhere: () => ['https://www.coast.example/final/'],
    });
    expect(identity?.keys).toEqual(['url:coast.example/1', 'url:coast.example/final', 'guid:a:g1']);
  });

  it('is not the front page that all items link to', () => {
    const items = [story(1, { link: 'https://coast.example/' }), story(2, { link: 'https://coast.example/' })];
    expect(identify(items).map(({ keys }) => keys)).toEqual([['guid:coast:g1'], ['guid:coast:g2']]);
  });

  it('is the address where guids are reused', () => {
    expect(identify([story(1)], 'reused')[0]?.keys).toEqual(['url:coast.example/1']);
  });

  it('is what the item says where it has neither guid nor address', () => {
    const [a, again, b] = identify([item({ title: 'A' }), item({ title: 'A' }), item({ title: 'B' })]);
    expect(a?.keys).toEqual(again?.keys);
    expect(a?.keys).not.toEqual(b?.keys);
    expect(a?.hash).toMatch(/^[\da-f]{32}$/);
  });
});

describe('a version of an item', () => {
  it('is another when its words changed', () => {
    expect(contentFingerprint({ title: 'A', text: 'Two wounded.' })).not.toBe(
      contentFingerprint({ title: 'A', text: 'Three wounded.' }),
    );
    expect(contentFingerprint({ title: 'A b', text: 'c' })).not.toBe(contentFingerprint({ title: 'A', text: 'b c' }));
  });

  it('is the same when white space, case or punctuation changed', () => {
    expect(contentFingerprint({ title: '“A” b', text: 'Two\n\nwounded.' })).toBe(
      contentFingerprint({ title: '"a"  B', text: 'two wounded' }),
    );
  });
});

describe('what a feed does with its guids', () => {
  const known = (items: FeedItem[]) => items.map(({ id, link, title }) => ({ guid: id, url: link, title }));
  const stories = [1, 2, 3, 4, 5].map((n) => story(n));

  it('is nothing unusual on a first poll, a second one, and when headlines and addresses are edited', () => {
    expect(guidHabit(stories, [])).toBe('stable');
    expect(guidHabit(stories, known(stories))).toBe('stable');
    const moved = stories.map((each, n) => story(n + 1, { link: `${each.link}-moved` }));
    expect(guidHabit(moved, known(stories))).toBe('stable');
    expect(
      guidHabit([story(1, { title: 'New', link: 'https://coast.example/new' }), ...stories.slice(1)], known(stories)),
    ).toBe('stable');
  });

  it('is noticed when one guid stands at several stories', () => {
    expect(guidHabit([story(1), story(2, { id: 'g1' })], [])).toBe('reused');
    expect(guidHabit([story(1), story(1)], [])).toBe('stable');
  });

  it('is noticed when yesterday’s guids stand at today’s stories', () => {
    const today = [1, 2, 3, 4].map((n) => story(n + 100, { id: `g${n}` }));
    expect(guidHabit(today, known(stories))).toBe('reused');
  });

  it('is noticed when all guids changed at once', () => {
    const renamed = stories.map((each) => ({ ...each, id: `new-${each.id}` }));
    expect(guidHabit(renamed, known(stories))).toBe('replaced');
    expect(guidHabit([...renamed.slice(0, 1), ...stories.slice(1)], known(stories))).toBe('stable');
  });
});
