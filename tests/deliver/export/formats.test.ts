import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Classification } from '../../../src/classify/types.ts';
import { csvOf } from '../../../src/deliver/export/csv.ts';
import { geoJsonOf } from '../../../src/deliver/export/geojson.ts';
import { exportIncident } from '../../../src/deliver/export/incident.ts';
import { jsonLinesOf } from '../../../src/deliver/export/jsonl.ts';
import { type MispEvent, mispEvent, mispEventsOf, mispFeed } from '../../../src/deliver/export/misp.ts';
import { type ImportLine, readPastIncidents } from '../../../src/deliver/import/past-incident.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { exported, SENDER, several, written } from './incident.ts';

const read = async (text: string, format: 'csv' | 'jsonl'): Promise<ImportLine[]> => {
  const lines: ImportLine[] = [];
  for await (const line of readPastIncidents(Readable.from([text]), format)) lines.push(line);
  return lines;
};

test('a title that a spreadsheet would run as a formula stays text', async () => {
  const titles = ['=HYPERLINK("https://evil.example")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1'];
  const csv = await written(csvOf(several(...titles.map((title) => exported({ title })))));
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  expect(rows.map(({ title }) => title)).toEqual(titles.map((title) => `'${title}`));
});

test('any text comes out of the CSV as it went in, and no cell begins like a formula', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (title) => {
      const csv = await written(csvOf(several(exported({ title }))));
      const [row] = parse(csv, { columns: true, relax_quotes: false }) as Record<string, string>[];
      const cell = row?.title ?? '';
      expect(cell).not.toMatch(/^\s*[=+\-@]/);
      expect(cell.replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/, '')).toBe(title);
    }),
  );
});

test.each(['csv', 'jsonl'] as const)('what is exported as %s can be brought to another desk', async (format) => {
  const text = await written((format === 'csv' ? csvOf : jsonLinesOf)(several(exported({ state: 'confirmed' }))));
  expect(await read(text, format)).toMatchObject([
    {
      incident: {
        ...{ title: 'Drone debris found near Tulcea', flag: 'below', score: 0.91, severity: 3, state: 'confirmed' },
        ...{ threats: ['territorial-strike'], affected: ['RO'], locations: ['RO', 'Tulcea', 'Black Sea'] },
        sources: [
          { source: 'Danube Wire', reliability: 'B', url: 'https://danubewire.example/1' },
          { source: 'cve', reliability: 'F', url: null },
        ],
      },
    },
  ]);
});

test('a line of an import that cannot be used is told with its number, the others are read', async () => {
  const good =
    '{"title":"Cable cut","firstSeen":"2024-11-18","sources":[{"source":"Kuesten-Kurier","title":"Cable cut"}]}';
  const lines = await read(`{"title":"x"}\n\nno json\n${good}`, 'jsonl');
  expect(lines).toMatchObject([
    { line: 1, error: expect.stringContaining('firstSeen') },
    { line: 3, error: expect.stringContaining('not JSON') },
    { line: 4, incident: { title: 'Cable cut', state: 'confirmed' } },
  ]);
});

test('what is wrong with a line is said in words', async () => {
  const line = (over: object) =>
    JSON.stringify({ title: 'x', firstSeen: '2024-11-18', sources: [{ source: 'Wire', title: 'x' }], ...over });
  const lines = await read(
    [
      `\uFEFF${line({})}`,
      line({ title: undefined, sources: undefined }),
      line({ threats: ['ufo'] }),
      line({ lastSeen: '2024-11-17' }),
    ].join('\n'),
    'jsonl',
  );
  expect(lines).toMatchObject([
    { line: 1, incident: { title: 'x' } },
    { line: 2, error: 'title: is missing; sources: is missing' },
    { line: 3, error: expect.stringMatching(/^threats\.0: .*"sabotage"/) },
    { line: 4, error: 'lastSeen: is before firstSeen' },
  ]);
});

test('of a table without the columns that are needed, that alone is told', async () => {
  expect(await read('title;first_seen\nA;2024-11-18\nB;2024-11-19\n', 'csv')).toEqual([
    {
      line: 1,
      error:
        'there is no column title, first_seen, source_names: the first line names the columns, parted by commas, as "export csv" writes them',
    },
  ]);
});

test('a row of a table that cannot be used is told with its line, the others are read', async () => {
  const lines = await read(
    'title,first_seen,source_names,source_titles\nA,2024-11-18,Wire,a\nB,,Wire,b\n"C\nC",2024-11-18,Wire,c\nD,2024-11-18,Wire,d,e\n"E,2024-11-18,Wire,e\n',
    'csv',
  );
  expect(lines).toMatchObject([
    { line: 2, incident: { title: 'A' } },
    { line: 3, error: expect.stringContaining('firstSeen') },
    { line: 5, incident: { title: 'C\nC' } },
    { line: 6, incident: { title: 'D' } },
    { line: 7, error: expect.stringContaining('Quote Not Closed') },
  ]);
});

test.each(['csv', 'jsonl'] as const)(
  'that a file of %s cannot be read is told to whoever imports it',
  async (format) => {
    const missing = createReadStream(join(temporaryFolder(), 'none'));
    const readAll = async () => {
      for await (const _ of readPastIncidents(missing, format));
    };
    await expect(readAll()).rejects.toThrow('no such file');
  },
);

test('a map shows the places of an incident; one that names none has no geometry', async () => {
  const text = await written(
    geoJsonOf(several(exported(), exported({ points: exported().points.slice(0, 1) }), exported({ points: [] }))),
  );
  const { type, features } = JSON.parse(text);
  expect(type).toBe('FeatureCollection');
  expect(features.map((one: { geometry: unknown }) => one.geometry)).toEqual([
    {
      type: 'MultiPoint',
      coordinates: [
        [28.8, 45.18],
        [34, 43.5],
      ],
    },
    { type: 'Point', coordinates: [28.8, 45.18] },
    null,
  ]);
  expect(JSON.parse(await written(geoJsonOf(several())))).toEqual({ type: 'FeatureCollection', features: [] });
});

test('a MISP event carries sources, targets and suspects, tagged by TLP and the Admiralty scale', () => {
  const event = mispEvent(exported(), SENDER);
  expect(event.Tag.map(({ name }) => name)).toEqual([
    'tlp:green',
    'admiralty-scale:source-reliability="b"',
    'admiralty-scale:information-credibility="2"',
    'subthreshold:threat="territorial-strike"',
  ]);
  expect(event.Attribute.map(({ type, value }) => `${type} ${value}`)).toEqual([
    'text Debris of a drone was found on the Romanian bank of the Danube.',
    'link https://danubewire.example/1',
    'target-location Romania',
    'target-location Tulcea',
    'target-location Black Sea',
    'threat-actor Russia',
  ]);
  const again = mispEvent(exported({ updatedAt: '2026-03-09T00:00:00.000Z' }), SENDER);
  expect(again.uuid).toBe(event.uuid);
  expect(again.Attribute.map(({ uuid }) => uuid)).toEqual(event.Attribute.map(({ uuid }) => uuid));
  expect(Number(again.timestamp)).toBeGreaterThan(Number(event.timestamp));
});

test('a static MISP feed has a manifest of its events and a hash of every value', () => {
  const event = mispEvent(exported(), SENDER);
  const files = mispFeed([event], () => undefined);
  expect([...files.keys()]).toEqual([`${event.uuid}.json`, 'manifest.json', 'hashes.csv']);
  const manifest = JSON.parse(files.get('manifest.json') as string);
  expect(manifest[event.uuid]).toMatchObject({ info: event.info, date: '2026-03-04', timestamp: event.timestamp });
  const md5 = createHash('md5').update('https://danubewire.example/1').digest('hex');
  expect(files.get('hashes.csv')).toContain(`${md5},${event.uuid}\n`);
});

test('a MISP that holds an event learns that it was dismissed, or that another tells of it now', async () => {
  const text = await written(
    mispEventsOf(
      several(exported({ state: 'dismissed' }), exported({ id: 8, flag: 'none', joinedInto: 9, sources: [] })),
      SENDER,
    ),
  );
  const [dismissed, joined] = JSON.parse(text).response.map(({ Event }: { Event: MispEvent }) => Event) as [
    MispEvent,
    MispEvent,
  ];
  const stood = mispEvent(exported(), SENDER);
  expect(dismissed.uuid).toBe(stood.uuid);
  expect(dismissed.info).toBe('[withdrawn] Drone debris found near Tulcea');
  expect(dismissed.Tag.map(({ name }) => name)).toContain('workflow:state="rejected"');
  expect(dismissed.Attribute.map(({ uuid }) => uuid)).toEqual(stood.Attribute.map(({ uuid }) => uuid));
  expect(dismissed.Attribute.every(({ deleted }) => deleted)).toBe(true);
  expect(stood.Attribute.some(({ deleted }) => deleted)).toBe(false);
  expect(joined.info).toBe('[joined with another event] Drone debris found near Tulcea');
  expect(joined.Attribute.filter(({ deleted }) => !deleted)).toMatchObject([
    { value: mispEvent(exported({ id: 9 }), SENDER).uuid, comment: 'UUID of the event that it is told in now' },
  ]);
});

test('a MISP feed tells of a withdrawn event only where it has held it, and offers none of its values', () => {
  const event = mispEvent(exported({ state: 'dismissed' }), SENDER);
  expect([...mispFeed([event], () => undefined).keys()]).toEqual(['manifest.json', 'hashes.csv']);
  const files = mispFeed([event], (name) =>
    name === `${event.uuid}.json` ? mispEvent(exported(), SENDER) : undefined,
  );
  expect([...files.keys()]).toEqual([`${event.uuid}.json`, 'manifest.json', 'hashes.csv']);
  expect(files.get('hashes.csv')).toBe('');
});

test('a MISP feed deletes what an event says no longer, and only that', () => {
  const before = mispEvent(exported(), SENDER);
  const corrected = mispEvent(
    exported({ affected: ['MD'], sources: exported().sources.slice(1), updatedAt: '2026-03-05T00:00:00.000Z' }),
    SENDER,
  );
  const written = (files: Map<string, string>): MispEvent => JSON.parse(files.get(`${before.uuid}.json`) ?? '').Event;
  const files = mispFeed([corrected], () => before);
  const attributes = written(files).Attribute;
  expect(attributes.filter(({ deleted }) => deleted).map(({ value }) => value)).toEqual([
    'https://danubewire.example/1',
    'Romania',
  ]);
  expect(attributes.filter(({ deleted }) => !deleted)).toEqual(corrected.Attribute);
  expect(attributes.every(({ timestamp }) => timestamp === corrected.timestamp)).toBe(true);
  expect(files.get('hashes.csv')?.trim().split('\n')).toHaveLength(corrected.Attribute.length);
  expect(written(mispFeed([corrected], () => written(files)))).toEqual(written(files));
});

test('a MISP event says nothing twice', () => {
  const said = { actor: 'RUS', basis: 'a group took credit', confidence: 'claimed' } as const;
  const { Attribute } = mispEvent(
    exported({
      attributions: [
        { ...said, source: 'claimed' },
        { ...said, source: 'media' },
      ],
    }),
    SENDER,
  );
  expect(new Set(Attribute.map(({ uuid }) => uuid)).size).toBe(Attribute.length);
});

test('a place that no gazetteer knows is named, and not put on a map', () => {
  const { points: _, sources: __, ...told } = exported();
  const place = { start: 0, end: 6, country: 'RO', lat: 44.4, lon: 26.1 };
  const { points, locations } = exportIncident({
    ...told,
    locations: ['RO', 'Tulcea', 'Plauru'],
    ...{ firstSeen: new Date(0), lastSeen: new Date(0), createdAt: new Date(0), updatedAt: new Date(0) },
    articles: [
      {
        ...{ title: 'Debris', url: null, source: 'Danube Wire', reliability: 'B', publishedAt: new Date(0) },
        classification: {
          ...{ roles: {}, acts: [], attributions: [] },
          places: [
            { ...place, name: 'Plauru', kind: 'feature' },
            { ...place, name: 'Tulcea', kind: 'city', lat: 45.2, lon: 28.8 },
          ],
        } as unknown as Classification,
      },
    ],
  });
  expect(points.map(({ name }) => name)).toEqual(['Tulcea']);
  expect(locations).toContain('Plauru');
});

test('tables and maps name the incident that another was joined into; an import passes it over', async () => {
  const joined = exported({ flag: 'none', joinedInto: 9, points: [], sources: [] });
  const csv = await written(csvOf(several(joined, exported({ id: 9 }))));
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  expect(rows.map(({ id, flag, joined_into }) => [id, flag, joined_into])).toEqual([
    ['7', 'none', '9'],
    ['9', 'below', ''],
  ]);
  expect(JSON.parse(await written(geoJsonOf(several(joined)))).features).toMatchObject([
    { geometry: null, properties: { flag: 'none', joinedInto: 9 } },
  ]);
  const lines = await written(jsonLinesOf(several(joined, exported({ id: 9 }))));
  expect(await read(csv, 'csv')).toMatchObject([{ incident: { title: 'Drone debris found near Tulcea' } }]);
  expect(await read(lines, 'jsonl')).toMatchObject([{ incident: { title: 'Drone debris found near Tulcea' } }]);
});
