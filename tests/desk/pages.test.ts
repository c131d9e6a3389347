import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { keepAudit } from '../../src/store/audit.ts';
import type { Database } from '../../src/store/database.ts';
import { decide } from '../../src/store/decisions.ts';
import { createDelivery, recordRefusal } from '../../src/store/deliveries.ts';
import { createIncident } from '../../src/store/incidents.ts';
import { recordFailure, saveItems } from '../../src/store/items.ts';
import { propose } from '../../src/store/rule-proposals.ts';
import { digests, ruleVersions } from '../../src/store/schema.ts';
import { giveOpinion, setOpinionRule, waitingOpinions } from '../../src/store/second-opinions.ts';
import { useDatabase } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { loggedIn } from '../support/login.ts';
import { incident, item, NOW, withFeed } from '../support/records.ts';

const database = useDatabase();

/** Some rows are of one moment: those go by their key. */
const at = (n: number) => new Date(+NOW + Math.floor(n / 2) * 1000);

const failedItem = async (db: Database, n: number) => {
  const key = `item-${n}`;
  await saveItems(db, [item({ key, names: [key], guid: key })], at(n));
  await recordFailure(db, key, 'the page is gone', true);
};

const failedDelivery = async (db: Database, n: number) => {
  const key = randomUUID();
  const told = { key, subscriber: 'watch', kind: 'digest', title: `Digest ${n}`, content: {} } as const;
  await createDelivery(db, { ...told, createdAt: at(n) });
  await recordRefusal(db, key, 'the server says no', true);
};

const givenOpinion = async (db: Database, n: number) => {
  const id = await createIncident(db, incident(), NOW);
  await setOpinionRule(db, { share: 100, escalations: false });
  await decide(db, id, { decision: 'confirm', by: 'anna', at: NOW });
  const [waiting] = (await waitingOpinions(db, 'boris')).forMe;
  await giveOpinion(db, waiting?.id as number, { decision: 'confirm', by: 'boris', at: at(n) });
};

/** Lists that come in pages: where, under which name, what a row of them is known by, and how the nth is made. */
const LISTS: [path: string, rows: string, id: string | null, make: (db: Database, n: number) => Promise<unknown>][] = [
  ['/items', 'items', 'key', failedItem],
  ['/deliveries', 'deliveries', 'key', failedDelivery],
  ['/dead-letters', 'letters', 'key', (db, n) => (n % 3 === 0 ? failedDelivery(db, n) : failedItem(db, n))],
  ['/incidents', 'incidents', 'id', (db, n) => createIncident(db, incident({ priority: 50 + Math.floor(n / 2) }), NOW)],
  [
    '/incidents?order=newest',
    'incidents',
    'id',
    (db, n) => createIncident(db, incident({ lastSeen: at(n), priority: 50 - n }), NOW),
  ],
  [
    '/audit',
    'entries',
    'id',
    (db, n) =>
      keepAudit(db, {
        ...{ at: at(n), by: 'anna', via: 'session', address: null },
        ...{ action: `Change ${n}`, request: 'POST /', detail: null },
      }),
  ],
  [
    '/rule-versions',
    'versions',
    'id',
    (db, n) =>
      db
        .insert(ruleVersions)
        .values({ file: 'lexicon/cues.yaml', content: `# ${n}`, by: 'anna', at: at(n), note: null }),
  ],
  [
    '/rule-proposals?state=open',
    'proposals',
    'id',
    (db, n) =>
      propose(db, {
        ...{ rule: 'debris', kind: 'match', text: `Debris ${n}.` },
        ...{ itemKey: null, note: null, by: 'anna', at: at(n) },
      }),
  ],
  ['/opinions/given', 'given', 'id', givenOpinion],
  [
    '/digests',
    'days',
    null,
    (db, n) =>
      db.insert(digests).values({
        ...{ kind: 'day', day: `2026-02-0${n + 1}`, zone: 'UTC', version: 1, madeAt: at(n) },
        content: {} as never,
      }),
  ],
];

test.each(LISTS)('the pages of %s are the list, whatever is added meanwhile', async (path, rows, id, make) => {
  const { db } = database();
  const app = await openDesk(db);
  const headers = await loggedIn(db);
  await withFeed(db);
  for (let n = 0; n < 5; n++) await make(db, n);
  const list = async (asked: Record<string, string>) => {
    const [name, given] = path.split('?');
    const url = `/api/v1${name}?${new URLSearchParams([...new URLSearchParams(given), ...Object.entries(asked)])}`;
    const answer = (await app.inject({ url, headers })).json();
    return { found: answer[rows].map((row: never) => (id ? row[id] : row)), next: answer.next };
  };
  const { found: all, next: none } = await list({ limit: '5' });
  expect(all).toHaveLength(5);
  expect(none).toBeNull();

  const first = await list({ limit: '2' });
  await make(db, 8);
  const second = await list({ limit: '2', cursor: first.next });
  const third = await list({ limit: '2', cursor: second.next });
  expect([...first.found, ...second.found, ...third.found]).toEqual(all);
  expect(third.next).toBeNull();
});
