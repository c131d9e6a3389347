import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { type StixObject, stixBundleOf, stixObjectsOf } from '../../../src/deliver/export/stix.ts';
import { exported, SENDER, several, written } from './incident.ts';

const bundleOf = async (...incidents: ReturnType<typeof exported>[]): Promise<{ id: string; objects: StixObject[] }> =>
  JSON.parse(await written(stixBundleOf(several(...incidents), SENDER)));

const CASES = {
  'a full one': exported(),
  'one that knows next to nothing': exported({
    ...{ id: 8, title: '', summary: '', flag: 'above', threats: [], affected: [], locations: [], points: [] },
    ...{ acts: [], attributions: [], sources: [], actors: [] },
  }),
  'a dismissed one': exported({ id: 9, state: 'dismissed' }),
  'one that is told in another now': exported({ id: 9, flag: 'none', joinedInto: 7, points: [], sources: [] }),
  'one that is flagged no more': exported({ id: 9, flag: 'none' }),
  'one with hostile text': exported({
    ...{
      id: 10,
      title: '"}]}<script>\u0000',
      locations: ['../..'],
      points: [{ name: '\u202e', country: null, lat: -90, lon: 180 }],
    },
    sources: [{ title: 'x', url: 'javascript:alert(1)', source: 'CAPEC', reliability: 'E', published: '2026-01-01' }],
  }),
};

const schemas = process.env.STIX_SCHEMAS;
if (!schemas || !existsSync(schemas))
  console.warn(
    'STIX objects are not checked against the JSON schemas of OASIS: STIX_SCHEMAS does not name their folder',
  );

describe.runIf(schemas && existsSync(schemas))("by OASIS's JSON schemas", () => {
  test.each(Object.entries(CASES))('every object of %s is valid', async (_, incident) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    for (const file of readdirSync(schemas as string, { recursive: true, encoding: 'utf8' }))
      if (file.endsWith('.json')) ajv.addSchema(JSON.parse(readFileSync(join(schemas as string, file), 'utf8')));
    const check = (value: { type: string }, path: string) => {
      const schema = ajv.getSchema(
        `http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/${path}.json`,
      );
      if (!schema) throw new Error(`no schema for ${path}`);
      expect(schema(value) ? [] : schema.errors, `${value.type} ${JSON.stringify(value)}`).toEqual([]);
    };
    const bundle = await bundleOf(incident);
    // The schema of the bundle was never told of STIX 2.1's own location and incident.
    const listed = bundle.objects.filter(({ type }) => type !== 'location' && type !== 'incident');
    check({ ...bundle, objects: listed } as never, 'common/bundle');
    for (const object of bundle.objects) check(object, FOLDERS[object.type] ?? `sdos/${object.type}`);
  });
});

const FOLDERS: Record<string, string> = {
  'marking-definition': 'common/marking-definition',
  relationship: 'sros/relationship',
  sighting: 'sros/sighting',
};

test('the bundle says what happened, to whom, where, by whom, who told of it, and how far it may go', async () => {
  const { objects } = await bundleOf(exported());
  const types = objects.map(({ type }) => type);
  for (const type of [
    'report',
    'incident',
    'identity',
    'location',
    'threat-actor',
    'relationship',
    'sighting',
    'marking-definition',
  ])
    expect(types).toContain(type);
  const incident = objects.find(({ type }) => type === 'incident');
  expect(incident?.external_references).toMatchObject([
    { source_name: 'Danube Wire', url: 'https://danubewire.example/1' },
    { source_name: 'cve (outlet)' },
  ]);
  expect(objects.filter(({ type }) => type === 'threat-actor').map(({ name }) => name)).toEqual(['Russia']);
  const ids = new Set(objects.map(({ id }) => id));
  for (const object of objects)
    for (const ref of [
      object.source_ref,
      object.target_ref,
      object.sighting_of_ref,
      ...((object.object_refs as string[]) ?? []),
    ])
      if (ref) expect(ids).toContain(ref);
});

test('exported again after a change, the objects have the same ids, and a later version where they are its own', () => {
  const before = stixObjectsOf(exported(), SENDER);
  const after = stixObjectsOf(exported({ title: 'Another title', updatedAt: '2026-03-05T00:00:00.000Z' }), SENDER);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  const incident = after.find(({ type }) => type === 'incident');
  expect(incident).toMatchObject({ created: '2026-03-04T06:05:00.000Z', modified: '2026-03-05T00:00:00.000Z' });
});

test('incident 7 of another installation is another incident, its states and suspects are the same', () => {
  const here = stixObjectsOf(exported(), SENDER);
  const there = stixObjectsOf(exported(), { ...SENDER, installation: '11111111-2222-4333-8444-555555555555' });
  const common = here.filter(({ id }) => there.some((other) => other.id === id)).map(({ type }) => type);
  expect(new Set(common)).toEqual(new Set(['identity', 'location', 'threat-actor']));
});

test('what several incidents share is in the bundle once', async () => {
  const { objects } = await bundleOf(exported(), exported({ id: 11 }));
  const ids = objects.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ['new', 'suspected', 'new'],
  ['in-review', 'suspected', 'open'],
  ['confirmed', 'confirmed', 'closed'],
  ['dismissed', 'false-positive', 'closed'],
] as const)("an incident that is %s is told in the extension's own words", (state, determination, investigation) => {
  const incident = stixObjectsOf(exported({ state }), SENDER).find(({ type }) => type === 'incident');
  expect(Object.values(incident?.extensions as object)).toMatchObject([
    { extension_type: 'property-extension', determination, investigation_status: investigation },
  ]);
});

test('a dismissed incident is revoked', () => {
  expect(stixObjectsOf(exported({ state: 'dismissed' }), SENDER).find(({ type }) => type === 'incident')).toMatchObject(
    {
      revoked: true,
    },
  );
});

test('a consumer learns which incident another was joined into, whether it has that one or not', () => {
  const before = stixObjectsOf(exported(), SENDER);
  const updatedAt = '2026-03-06T00:00:00.000Z';
  const after = stixObjectsOf(exported({ flag: 'none', joinedInto: 9, updatedAt, points: [], sources: [] }), SENDER);
  const of = (objects: StixObject[], type: string) => objects.find((object) => object.type === type);
  for (const type of ['incident', 'report', 'sighting'])
    expect(of(after, type)).toMatchObject({ id: of(before, type)?.id, revoked: true, modified: updatedAt });
  expect(after.filter(({ relationship_type }) => relationship_type === 'duplicate-of')).toMatchObject([
    {
      source_ref: of(before, 'incident')?.id,
      target_ref: of(stixObjectsOf(exported({ id: 9 }), SENDER), 'incident')?.id,
      revoked: false,
    },
  ]);
});

test('an incident that is flagged no more is revoked', () => {
  const [incident] = stixObjectsOf(exported({ flag: 'none' }), SENDER);
  expect(incident).toMatchObject({ type: 'incident', revoked: true, labels: ['not-flagged', 'territorial-strike'] });
});
