import { expect, test } from 'vitest';
import { OpinionError } from '../../src/store/blind.ts';
import { decide } from '../../src/store/decisions.ts';
import { incidentFile } from '../../src/store/incidents.ts';
import {
  givenOpinions,
  giveOpinion,
  opinionRule,
  setOpinionRule,
  waitingOpinions,
} from '../../src/store/second-opinions.ts';
import { useDatabase } from '../support/database.ts';
import { NOW, withIncident } from '../support/records.ts';

const database = useDatabase();
const decided = (id: number, decision: 'confirm' | 'dismiss' | 'escalate' | 'undo', by = 'anna') =>
  decide(database().db, id, { decision, by, at: NOW, ...(decision === 'dismiss' && { reason: 'old-news' }) });

test('nobody asks for a second opinion until an operator has said so', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await decided(id, 'confirm');
  expect(await waitingOpinions(db, 'boris')).toEqual({ forMe: [], forOthers: 0 });
});

test('every escalation waits for somebody else, and the decision stands meanwhile', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await setOpinionRule(db, { share: 0, escalations: true });
  expect(await opinionRule(db)).toEqual({ share: 0, escalations: true });
  expect((await decided(id, 'escalate'))?.state).toBe('escalated');
  expect(await waitingOpinions(db, 'anna')).toEqual({ forMe: [], forOthers: 1 });
  const { forMe } = await waitingOpinions(db, 'boris');
  // What is told of it does not tell the decision.
  expect(forMe).toEqual([{ id: expect.any(Number), incidentId: id, title: expect.any(String), askedAt: NOW }]);

  const opinion = forMe[0]?.id as number;
  await expect(giveOpinion(db, opinion, { decision: 'confirm', by: 'anna', at: NOW })).rejects.toThrow(OpinionError);
  expect(await giveOpinion(db, opinion, { decision: 'escalate', by: 'boris', at: NOW })).toMatchObject({
    first: { by: 'anna', decision: 'escalate' },
    second: { by: 'boris', decision: 'escalate' },
  });
  expect(await incidentFile(db, id, null)).toMatchObject({
    state: 'escalated',
    reviews: [{ decision: 'escalate' }, { decision: 'opinion', verdict: 'escalate', by: 'boris' }],
  });
  expect(await giveOpinion(db, opinion, { decision: 'confirm', by: 'boris', at: NOW })).toBeUndefined();
});

test('where two differ, the incident goes back to whoever decided first', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await setOpinionRule(db, { share: 100, escalations: false });
  await decided(id, 'confirm');
  const [waiting] = (await waitingOpinions(db, 'boris')).forMe;
  const given = { decision: 'dismiss' as const, reason: 'not-hostile', note: 'a storm', by: 'boris', at: NOW };
  await giveOpinion(db, waiting?.id as number, given);
  expect(await incidentFile(db, id, null)).toMatchObject({ state: 'in-review', assignee: 'anna' });
  expect((await givenOpinions(db, { limit: 5 })).rows).toMatchObject([
    { incidentId: id, first: { decision: 'confirm' }, second: { decision: 'dismiss', reason: 'not-hostile' } },
  ]);
});

test('of a decision that is taken back, or replaced, no opinion is asked any more', async () => {
  const { db } = database();
  const id = await withIncident(db);
  await setOpinionRule(db, { share: 100, escalations: false });
  await decided(id, 'confirm');
  await decided(id, 'dismiss');
  expect((await waitingOpinions(db, 'boris')).forMe).toHaveLength(1);
  await decided(id, 'undo');
  expect((await waitingOpinions(db, 'boris')).forMe).toEqual([]);
});
