import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import type { Deliveries, Subscriber } from '../../src/config/deliveries.ts';
import { readSettings, type Settings } from '../../src/config/settings.ts';
import { bodyOf, signature } from '../../src/deliver/webhook.ts';
import { saveArticle } from '../../src/store/articles.ts';
import { decide } from '../../src/store/decisions.ts';
import { listDeliveries, retryDeliveries } from '../../src/store/deliveries.ts';
import { recordPoll } from '../../src/store/feeds.ts';
import { updateIncident } from '../../src/store/incidents.ts';
import { DELIVERY_ATTEMPTS, deliver, prepareDeliveries } from '../../src/workers/deliver.ts';
import { useDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/folders.ts';
import { article, incident, NOW, withIncident } from '../support/records.ts';

const database = useDatabase();

const NOBODY: Deliveries = { mail: null, subscribers: [], rules: [], feeds: null, secrets: new Map() };
const subscriber = <V extends Subscriber['via']>(via: V, to: string, over: object = {}) =>
  ({ id: 'night', via, to, digests: [], hour: '07:00', filter: {}, ...over }) as unknown as Subscriber;

/** A desk that prepares and makes deliveries; `log` is what it has written. */
function desk(deliveries: Partial<Deliveries>, settings: Settings = readSettings({})) {
  const log: string[] = [];
  const clock = { now: NOW };
  const queued = new Map<string, { key: string }>();
  const context = {
    settings,
    db: database().db,
    deliveries: { ...NOBODY, ...deliveries },
    rules: { hash: 'test' },
    log: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    now: () => clock.now,
    // A queue that keeps an id once, as BullMQ does.
    queues: {
      queue: {
        deliver: {
          getJob: async () => undefined,
          add: async (_: string, data: { key: string }, { jobId }: { jobId: string }) => void queued.set(jobId, data),
        },
      },
    } as never,
  };
  return {
    log,
    clock,
    /** Looks for deliveries and makes those that are due, each one time. */
    async round(attemptsMade = 0) {
      await prepareDeliveries(context);
      const jobs = [...queued.values()];
      queued.clear();
      const errors: string[] = [];
      for (const data of jobs)
        await deliver(context, { data, attemptsMade }).catch((error: Error) => errors.push(error.message));
      return errors;
    },
    list: async () => (await listDeliveries(database().db, { limit: 100 })).rows,
  };
}

/** An SMTP server; `refuse` answers RCPT with that status. */
async function mailServer(refuse?: { code: number }) {
  const mails: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'user' && password === 'hunter2' ? done(null, { user: username }) : done(new Error('who are you')),
    onRcptTo: (_, __, done) => done(refuse ? Object.assign(new Error('no'), { responseCode: refuse.code }) : null),
    onData: (stream, _, done) => {
      text(stream).then((mail) => {
        mails.push(mail);
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  return { mails, mail: { from: 'Desk <desk@desk.example>', server: `smtp://user:hunter2@127.0.0.1:${port}` } };
}

async function receiver(status = 200) {
  const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ headers: request.headers, body: await text(request) });
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('thanks');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const settings = readSettings({});
  const allowed = { ...settings, fetch: { ...settings.fetch, allowAddresses: [`127.0.0.1:${port}`] } };
  return { requests, url: `http://127.0.0.1:${port}/hook?x=1`, settings, allowed };
}

async function withArticle(over: Parameters<typeof incident>[0] = {}): Promise<number> {
  const { db } = database();
  const id = await withIncident(db, over);
  await saveArticle(db, article(), async () => ({ incidentId: id, signature: null, placement: null, copyOf: null }));
  return id;
}

test('a subscriber gets the digest of the day before by mail once, at the hour, as HTML and text', async () => {
  await withArticle();
  const { mails, mail } = await mailServer();
  const night = subscriber('mail', 'night@desk.example', { digests: ['day'], timezone: 'Europe/Bucharest' });
  const { round, clock, list, log } = desk({ mail, subscribers: [night] });
  clock.now = new Date('2026-03-05T05:30:00Z'); // 07:30 in Bucharest
  await round();
  await round();
  expect(mails).toHaveLength(1);
  const [letter = ''] = mails;
  expect(letter).toMatch(/^Subject: Daily digest, Wednesday 4 March 2026/m);
  expect(letter).toMatch(/^To: night@desk\.example/m);
  expect(letter).toContain('text/plain');
  expect(letter).toContain('text/html');
  expect(letter).toContain('Tulcea');
  expect(letter).toContain('EET');
  expect(await list()).toMatchObject([{ state: 'sent', attempts: 1, error: null, kind: 'digest' }]);
  clock.now = new Date('2026-03-06T05:30:00Z');
  await round();
  expect(mails).toHaveLength(2);
  expect(log.join('')).not.toContain('hunter2');
});

test('a subscriber reads days and times in the own language', async () => {
  await withArticle();
  const { mails, mail } = await mailServer();
  const night = subscriber('mail', 'night@desk.example', {
    ...{ digests: ['day'], timezone: 'Europe/Warsaw', language: 'pl' },
  });
  const { round, clock } = desk({ mail, subscribers: [night], rules: [{ id: 'all', if: {}, to: ['night'] }] });
  clock.now = new Date('2026-03-05T08:00:00Z');
  await round();
  const bodies = (await database().db.query.deliveries.findMany()).map(({ content }) => content as { text: string });
  expect(mails).toHaveLength(2);
  expect(bodies.map(({ text }) => text).join('\n')).toContain('środa, 4 marca 2026');
  for (const { text } of bodies) expect(text).toMatch(/4 mar, 13:00\s+CET/);
});

test('a digest for a filter tells nothing else, and says so when there is nothing', async () => {
  await withArticle();
  const folder = temporaryFolder();
  const night = subscriber('folder', folder, { digests: ['day'], filter: { affected: ['FI'] } });
  const { round, clock } = desk({ subscribers: [night] });
  clock.now = new Date('2026-03-05T08:00:00Z');
  await round();
  expect(readdirSync(folder).sort()).toEqual(['2026-03-04.html', '2026-03-04.json', '2026-03-04.md', '2026-03-04.txt']);
  const { content } = (await database().db.query.deliveries.findFirst()) as { content: { text: string } };
  expect(content.text).not.toContain('Tulcea');
  expect(content.text).toContain('of those that this digest is about');
});

test('a mail that a server refuses for now is tried again, one refused for good is not; both are seen', async () => {
  await withArticle();
  for (const [code, state] of [
    [451, 'pending'],
    [550, 'failed'],
  ] as const) {
    const { mails, mail } = await mailServer({ code });
    const night = subscriber('mail', 'night@desk.example', { id: `night-${code}`, digests: ['day'] });
    const { round, list, log } = desk({ mail, subscribers: [night] });
    const errors = await round();
    expect(errors).toHaveLength(state === 'pending' ? 1 : 0);
    expect(mails).toEqual([]);
    const [delivery] = (await list()).filter((one) => one.subscriber === night.id);
    expect(delivery).toMatchObject({ state, attempts: 1, error: expect.stringContaining(String(code)) });
    expect(log.join('')).not.toContain('hunter2');
  }
});

test('what has failed to the end is given up, and goes out when it is asked for again', async () => {
  await withArticle();
  const night = subscriber('mail', 'night@desk.example', { digests: ['day'] });
  const away = desk({ mail: { from: 'desk@desk.example', server: 'smtp://127.0.0.1:1' }, subscribers: [night] });
  await away.round(DELIVERY_ATTEMPTS - 1);
  const [failed] = await away.list();
  expect(failed).toMatchObject({ state: 'failed' });
  const { mails, mail } = await mailServer();
  const back = desk({ mail, subscribers: [night] });
  await back.round();
  expect(mails).toEqual([]);
  expect(await retryDeliveries(database().db, failed?.key)).toEqual([failed?.key]);
  await back.round();
  expect(mails).toHaveLength(1);
});

test('a webhook gets a signed request; who knows the key can tell that nothing was changed', async () => {
  await withArticle();
  const { requests, url, allowed } = await receiver();
  const chat = subscriber('webhook', url, { digests: ['day'] });
  const secrets = new Map([['night', 'a key of many characters']]);
  await desk({ subscribers: [chat], secrets }, allowed).round();
  const [{ headers, body } = { headers: {}, body: '' }] = requests;
  expect(headers['webhook-signature']).toBe(
    signature('a key of many characters', String(headers['webhook-id']), String(headers['webhook-timestamp']), body),
  );
  expect(JSON.parse(body)).toMatchObject({ id: headers['webhook-id'], kind: 'digest', data: { version: 1 } });
});

test('a webhook goes to no address that the fetcher would refuse, and follows no redirect', async () => {
  await withArticle();
  const secrets = new Map([['night', 'a key of many characters']]);
  const inside = await receiver();
  const refused = desk(
    { subscribers: [subscriber('webhook', inside.url, { digests: ['day'] })], secrets },
    inside.settings,
  );
  const [error] = await refused.round();
  expect(error).toContain('loopback');
  expect(inside.requests).toEqual([]);

  const elsewhere = await receiver(302);
  const redirected = desk(
    {
      subscribers: [subscriber('webhook', elsewhere.url, { id: 'b', digests: ['day'] })],
      secrets: new Map([['b', 'a key of many characters']]),
    },
    elsewhere.allowed,
  );
  await redirected.round();
  expect(elsewhere.requests).toHaveLength(1);
  expect((await redirected.list()).find((one) => one.subscriber === 'b')).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('302'),
  });
});

test('a template makes the body, and whatever a title holds, it stays JSON', () => {
  const message = { kind: 'alert' as const, title: '"}\n{{data}} \u2028', text: 'b', html: '<p>', data: { a: [1] } };
  const body = bodyOf(message, 'k', '{"text": "*{{title}}* {{ text }}", "raw": {{data}}}');
  expect(JSON.parse(body)).toEqual({ text: '*"}\n{{data}} \u2028* b', raw: { a: [1] } });
});

const RULE = {
  id: 'strikes',
  if: { affected: ['RO'], any: [{ state: ['confirmed' as const] }, { score: 0.95 }] },
  to: ['night'],
};

test('an incident that a rule describes is told once, and again when it crosses the threshold', async () => {
  const { db } = database();
  const id = await withArticle();
  const { mails, mail } = await mailServer();
  const { round, clock } = desk({
    mail,
    subscribers: [subscriber('mail', 'night@desk.example')],
    rules: [RULE, { ...RULE, id: 'twice' }],
  });
  await round();
  expect(mails).toEqual([]);
  await decide(db, id, { decision: 'confirm', by: 'ana', at: NOW });
  await round();
  await round();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/^Subject: Alert: Drone debris found near Tulcea/m);
  clock.now = new Date('2026-03-04T13:00:00Z');
  await updateIncident(db, id, incident({ flag: 'above' }), clock.now);
  await round();
  await round();
  expect(mails).toHaveLength(2);
});

test('alerts of quiet hours are kept and come as one message in the morning', async () => {
  const { db } = database();
  const first = await withArticle();
  const { createIncident } = await import('../../src/store/incidents.ts');
  await createIncident(db, incident({ title: 'Another strike', score: 0.99 }), new Date('2026-03-04T22:30:00Z'));
  await decide(db, first, { decision: 'confirm', by: 'ana', at: new Date('2026-03-04T22:10:00Z') });
  const { mails, mail } = await mailServer();
  const { round, clock } = desk({
    mail,
    subscribers: [subscriber('mail', 'night@desk.example')],
    rules: [{ ...RULE, quiet: { from: '22:00', to: '06:30' } }],
  });
  clock.now = new Date('2026-03-04T22:45:00Z');
  await round();
  expect(mails).toEqual([]);
  clock.now = new Date('2026-03-05T06:31:00Z');
  await round();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/^Subject: Alert: 2 incidents/m);
  expect(mails[0]).toContain('Another strike');
});

test('a feed that has been broken for a while is told to the operator once, with what can be done', async () => {
  const { db } = database();
  await withIncident(db);
  const { mails, mail } = await mailServer();
  const feeds = { to: ['night'], states: ['broken'], after: 6 * 3_600_000 };
  const { round, clock } = desk({ mail, subscribers: [subscriber('mail', 'night@desk.example')], feeds });
  const history = {
    last: { result: 'failed', kind: 'dns', message: 'danubewire.example is not known' },
    since: +NOW,
    failures: 9,
  };
  await recordPoll(db, 'danube-wire', { history: history as never });
  await round();
  expect(mails).toEqual([]);
  clock.now = new Date(+NOW + 7 * 3_600_000);
  await round();
  await round();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/^Subject: Alert: Feed broken: Danube Wire/m);
  expect(mails[0]).toContain('is not known');
});
