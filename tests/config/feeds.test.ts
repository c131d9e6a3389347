import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configDir } from '../../src/config/config-dir.ts';
import { readFeeds } from '../../src/config/feeds.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'feeds-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (fields: Record<string, string> = {}) => {
  const all: Record<string, string> = {
    id: 'baltic-signal',
    title: 'Baltic Signal',
    url: 'https://balticsignal.example/atom.xml',
    language: 'en',
    topics: '[baltic]',
    reliability: 'B',
    interval: '15 min',
    ...fields,
  };
  return `  - ${Object.entries(all)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n    ')}\n`;
};

const read = (...entries: string[]) => {
  const file = join(folder, 'feeds.yaml');
  writeFileSync(file, `feeds:\n${entries.join('')}`);
  return readFeeds(file);
};

describe('a feed list', () => {
  test('gives its feeds, polled unless told otherwise, intervals in milliseconds', () => {
    const other = entry({ id: 'x', url: 'http://x.example/', interval: '2 h', enabled: 'false' });
    expect(read(entry(), other)).toEqual([
      {
        id: 'baltic-signal',
        title: 'Baltic Signal',
        url: 'https://balticsignal.example/atom.xml',
        language: 'en',
        topics: ['baltic'],
        reliability: 'B',
        interval: 900_000,
        enabled: true,
      },
      expect.objectContaining({ interval: 7_200_000, enabled: false }),
    ]);
  });

  test.each([
    [{ id: 'Baltic Signal' }, /:2: feeds\[0\]\.id: must be in kebab-case/],
    [{ url: 'ftp://balticsignal.example/' }, /:4: feeds\[0\]\.url: must be an http or https address/],
    [{ url: 'file:///etc/hosts' }, /http or https/],
    [{ url: 'balticsignal.example' }, /http or https/],
    [{ language: 'english' }, /:5: feeds\[0\]\.language: must be a language of ISO 639-1/],
    [{ language: 'zz' }, /ISO 639-1/],
    [{ topics: '[]' }, /topics: must name a topic/],
    [{ topics: '[baltik]' }, /topics\[0\]: is "baltik".*did you mean "baltic"\?/],
    [{ reliability: 'G' }, /:7: feeds\[0\]\.reliability: is "G"; allowed: A, B, C, D, E, F$/],
    [{ interval: '90' }, /:8: feeds\[0\]\.interval: must be a length of time/],
    [{ interval: '1 min' }, /interval: must lie between 5 min and 7 d/],
    [{ interval: '30 d' }, /7 d/],
    [{ intervall: '15 min' }, /intervall: is not a known key; did you mean "interval"\?/],
  ])('says where and what is wrong with %o', (fields, message) => {
    expect(() => read(entry(fields as Record<string, string>))).toThrow(message);
  });

  test('says all that is wrong at once', () => {
    expect(() => read(entry({ id: 'X', interval: 'often' }))).toThrow(/id: .*\n.*interval: /);
  });

  test('refuses two feeds of one id or one address, and names both lines', () => {
    expect(() => read(entry(), entry({ url: 'https://else.example/' }))).toThrow(
      /:9: feeds\[1\]\.id: is already that of the feed on line 2/,
    );
    expect(() => read(entry(), entry({ id: 'again', url: 'http://www.balticsignal.example/atom.xml/#top' }))).toThrow(
      /:11: feeds\[1\]\.url: is already that of the feed on line 4/,
    );
  });
});

test('the list that ships can be read and covers the field', () => {
  const feeds = readFeeds(join(configDir(), 'feeds.yaml'));
  expect(feeds.length).toBeGreaterThanOrEqual(30);
  const topics = new Set(feeds.flatMap((feed) => feed.topics));
  for (const topic of ['world', 'baltic', 'poland', 'romania', 'finland', 'nordic', 'defence', 'maritime', 'cyber'])
    expect(topics).toContain(topic);
  for (const topic of ['institutions', 'indo-pacific']) expect(topics).toContain(topic);
  expect(feeds.every(({ language }) => language === 'en')).toBe(true);
});
