import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/cli/open-store.ts';
import { openSystem } from '../../src/cli/system.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import type { RulePage } from '../../src/desk/rule-routes.ts';
import { saveArticle } from '../../src/store/articles.ts';
import type { Database } from '../../src/store/database.ts';
import { decide } from '../../src/store/decisions.ts';
import { syncFeeds } from '../../src/store/feeds.ts';
import { createIncident } from '../../src/store/incidents.ts';
import { saveItems } from '../../src/store/items.ts';
import type { PreviewProgress } from '../../src/store/preview-articles.ts';
import { temporaryFolder } from '../support/folders.ts';
import { article, classification, feed, incident, item } from '../support/records.ts';
import { backendEnvironment } from '../support/system.ts';

const CUES = 'lexicon/cues.yaml';
const silent = pino({ level: 'silent' });

/** A desk over a configuration folder of its own. */
async function openDesk(fill: (db: Database) => Promise<unknown> = async () => {}) {
  const configDir = temporaryFolder();
  cpSync(fileURLToPath(new URL('../../config/', import.meta.url)), configDir, { recursive: true });
  const env = { LOG_LEVEL: 'silent', SUBTHRESHOLD_CONFIG_DIR: configDir, ...(await backendEnvironment()) };
  const settings = readSettings(env);
  await inStore(settings, fill);
  const system = await openSystem(settings, silent, 'test');
  onTestFinished(() => system.close());
  const ask = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await system.desk.inject({
      method,
      url: `/api/v1${url}`,
      headers: { 'x-subthreshold-user': 'olga' },
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.body, json: () => answer.json() };
  };
  return { configDir, settings, ask, file: (name: string) => readFileSync(join(configDir, name), 'utf8') };
}

async function inStore<T>(settings: Settings, use: (db: Database) => Promise<T>): Promise<T> {
  const store = await openStore(settings, silent, 'test');
  try {
    return await use(store.db);
  } finally {
    await store.close();
  }
}

type Desk = Awaited<ReturnType<typeof openDesk>>;
const opened = async ({ ask }: Desk, name: string) =>
  (await ask('GET', `/rule-files/content?file=${name}`)).json() as { content: string; hash: string };

test('an operator saves a rule, sees who did what, and takes it back', async () => {
  const desk = await openDesk();
  const { content, hash } = await opened(desk, CUES);
  const changed = `${content}# for the night shift\n`;
  const saved = await desk.ask('POST', '/rules/save', { file: CUES, content: changed, base: hash, note: 'a remark' });
  expect(saved.status).toBe(201);
  expect(desk.file(CUES)).toBe(changed);
  expect((await desk.ask('GET', '/rules')).json().ruleSet).toBe(saved.json().ruleSet);

  const { versions } = (await desk.ask('GET', `/rule-versions?file=${CUES}`)).json();
  expect(versions).toMatchObject([
    { by: 'olga', note: 'a remark' },
    { by: null, note: null },
  ]);
  const before = (await desk.ask('GET', `/rule-versions/${versions[1].id}`)).json();
  expect(before.content).toBe(content);
  const back = await desk.ask('POST', '/rules/save', { file: CUES, content, base: saved.json().hash });
  expect(back.status).toBe(201);
  expect(desk.file(CUES)).toBe(content);
  expect((await desk.ask('GET', '/rule-files')).json().files).toContainEqual(
    expect.objectContaining({ file: CUES, state: 'saved' }),
  );
});

test('two operators on one file cannot overwrite one another', async () => {
  const desk = await openDesk();
  const { content, hash } = await opened(desk, CUES);
  expect((await desk.ask('POST', '/rules/save', { file: CUES, content: `${content}# one\n`, base: hash })).status).toBe(
    201,
  );
  const late = await desk.ask('POST', '/rules/save', { file: CUES, content: `${content}# two\n`, base: hash });
  expect([late.status, late.json().detail]).toEqual([409, `${CUES} has changed since you opened it: open it again`]);
  expect(desk.file(CUES)).toContain('# one');
});

test('a file with a mistake is refused with file, line and key, and nothing is written', async () => {
  const desk = await openDesk();
  const { content, hash } = await opened(desk, CUES);
  const wrong = content.replace('    tag: deniability', '    tagg: deniability');
  const line = wrong.split('\n').findIndex((one) => one.includes('tagg')) + 1;
  const { problems } = (await desk.ask('POST', '/rules/check', { file: CUES, content: wrong })).json();
  expect(problems).toContainEqual(
    expect.objectContaining({ file: CUES, line, message: expect.stringContaining('did you mean "tag"?') }),
  );
  expect(problems[0].key).toContain('tagg');
  expect((await desk.ask('POST', '/rules/save', { file: CUES, content: wrong, base: hash })).status).toBe(422);
  expect(desk.file(CUES)).toBe(content);
});

test('a rule whose tests fail is saved only when that is said', async () => {
  const desk = await openDesk();
  const pattern = {
    file: 'patterns/ferry.yaml',
    base: 'none',
    content:
      'id: ferry\nflag: below\ntitle: Ferries\nmeaning: Ferries are met.\nselections: { f: ["threat:maritime-coercion"] }\ntests:\n  match: [The ferry was on time.]\n',
  };
  const refused = await desk.ask('POST', '/rules/save', pattern);
  expect([refused.status, refused.json().detail]).toEqual([409, 'ferry does not match "The ferry was on time."']);
  expect((await desk.ask('POST', '/rules/save', { ...pattern, despiteTests: true })).status).toBe(201);
  expect((await desk.ask('GET', '/rules/ferry')).json()).toMatchObject({
    kind: 'pattern',
    match: ['The ferry was on time.'],
  });
  const gone = { file: pattern.file, content: null, base: (await opened(desk, pattern.file)).hash };
  expect((await desk.ask('POST', '/rules/save', gone)).status).toBe(201);
  expect((await desk.ask('GET', '/rules/ferry')).status).toBe(404);
});

test('only rule files can be read and written', async () => {
  const { ask } = await openDesk();
  for (const file of [
    '../secret.yaml',
    'subthreshold.yaml',
    'weights.json',
    'patterns/../feeds.yaml',
    'patterns/A b.yaml',
  ]) {
    expect((await ask('GET', `/rule-files/content?file=${encodeURIComponent(file)}`)).status, file).toBe(400);
    expect((await ask('POST', '/rules/save', { file, content: '', base: 'none' })).status, file).toBe(400);
  }
});

const CUT = 'A data cable between Finland and Germany was severed by an anchor of a Russian ship, officials said.';

/** A store with two articles that the rules of the project read, one of them in a decided incident. */
async function withArticles(db: Database): Promise<void> {
  const now = new Date();
  await syncFeeds(db, [feed()]);
  await saveItems(db, [item(), item({ key: 'a2', url: 'https://danubewire.example/2', guid: 'dw-2' })], now);
  const id = await createIncident(db, incident(), now);
  const evidence = [
    { rule: 'seabed', kind: 'pattern' as const, start: 0, end: 20, in: 'text' as const },
    { rule: 'seabed', kind: 'pattern' as const, start: 2, end: 12, in: 'title' as const },
  ];
  const place = (incidentId: number | null) => async () => ({
    incidentId,
    signature: null,
    placement: null,
    copyOf: null,
  });
  await saveArticle(
    db,
    article({ title: CUT, text: CUT, publishedAt: now, classification: classification({ evidence }) }),
    place(id),
  );
  const quiet = { flag: 'none' as const, score: 0.1, title: 'A fair opens', text: 'A fair opens in Vilnius.' };
  await saveArticle(
    db,
    article({
      ...quiet,
      itemKey: 'a2',
      publishedAt: now,
      classification: classification({
        flag: 'none',
        score: 0.1,
        patterns: [],
        threats: [],
        affected: [],
        evidence: [],
      }),
    }),
    place(null),
  );
  await decide(db, id, { decision: 'dismiss', reason: 'not-hostile', by: 'ana', at: now });
}

test('a rule shows its text, its tests, and what became of the incidents in which it spoke', async () => {
  const { ask } = await openDesk(withArticles);
  const rule = (await ask('GET', '/rules/seabed')).json() as RulePage;
  expect(rule.text).toMatch(/^id: seabed/);
  expect(rule.match.length).toBeGreaterThan(0);
  expect(rule.record).toEqual({ confirmed: 0, dismissed: { 'not-hostile': 1 }, open: 0 });
  expect(rule.cases).toMatchObject([{ state: 'dismissed', reason: 'not-hostile', quote: CUT.slice(0, 20) }]);
  expect((await ask('GET', '/rule-records')).json().records).toMatchObject({
    seabed: { dismissed: { 'not-hostile': 1 } },
  });
});

test('what a change would do to the articles of the last days is shown before it is saved', async () => {
  const desk = await openDesk(withArticles);
  const { content } = await opened(desk, 'patterns/seabed.yaml');
  const answer = await desk.ask('POST', '/rules/preview', {
    file: 'patterns/seabed.yaml',
    content: content.replace(/^flag: below/m, 'flag: above'),
    days: 7,
  });
  const lines = answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PreviewProgress);
  expect(lines.at(-1)).toMatchObject({ read: 2, total: 2 });
  expect(lines.flatMap(({ changed }) => changed)).toMatchObject([
    { title: CUT, incident: { state: 'dismissed' }, was: { flag: 'below' }, now: { flag: 'above' } },
  ]);
});

test('a sentence becomes a test when an operator accepts it', async () => {
  const desk = await openDesk();
  const text = 'A subsea cable off Hanko was cut by a Russian ship.';
  const proposed = await desk.ask('POST', '/rule-proposals', { rule: 'seabed', kind: 'match', text });
  expect(proposed.status).toBe(201);
  const again = await desk.ask('POST', '/rule-proposals', { rule: 'seabed', kind: 'match', text });
  expect(again.json().id).toBe(proposed.json().id);
  const other = await desk.ask('POST', '/rule-proposals', { rule: 'seabed', kind: 'no-match', text: 'A cable car.' });
  expect((await desk.ask('POST', `/rule-proposals/${other.json().id}/decline`)).json()).toMatchObject({
    state: 'declined',
    decidedBy: 'olga',
  });

  const draft = (await desk.ask('POST', '/rule-proposals/draft', { ids: [proposed.json().id] })).json();
  expect(draft.content.split('\n')[draft.line - 1]).toContain(text);
  const { file, content, base, accepts } = draft;
  expect((await desk.ask('POST', '/rules/save', { file, content, base, accepts })).status).toBe(201);
  expect((await desk.ask('GET', '/rules/seabed')).json().match).toContain(text);
  expect((await desk.ask('GET', '/rule-proposals?state=open')).json().proposals).toEqual([]);
});

test('a text is tried against the rules as they are, and as they would be', async () => {
  const desk = await openDesk();
  const { content } = await opened(desk, 'patterns/seabed.yaml');
  const tried = async (draft?: object) =>
    (await desk.ask('POST', '/rules/try', { text: CUT, ...(draft ? { draft } : {}) })).json().classification;
  expect(await tried()).toMatchObject({ flag: 'below', patterns: expect.arrayContaining(['seabed']) });
  const without = await tried({
    file: 'patterns/seabed.yaml',
    content: content.replace('condition: line', 'condition: not line'),
  });
  expect(without.patterns).not.toContain('seabed');
});
