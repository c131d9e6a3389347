import { expect, test } from 'vitest';
import { localClient } from '../../src/cli/client.ts';
import { pollAndRead } from '../../src/cli/fetch.ts';
import { loginPath } from '../../src/desk/user-routes.ts';
import { QUEUE_NAMES } from '../../src/workers/queues.ts';
import { logInByLink } from '../support/login.ts';
import { openDemoSystem } from '../support/system.ts';

interface Listed {
  incidents: { id: number; title: string; state: string }[];
}

test('from feeds to digest: poll, read, place, review, digest, and a second run brings nothing new', async () => {
  const { system, site } = await openDemoSystem();
  await system.work();
  await system.sweep({ schedules: false });
  const client = localClient(system);
  const first = await pollAndRead(client);
  expect(first.feeds).toBe(site.feeds.filter(({ enabled }) => enabled).length);
  expect(first.status.items.pending).toBe(0);
  expect(first.status.articles.read).toBe(first.status.items.read);
  expect(first.status.articles.read).toBeGreaterThan(30);
  expect(first.status.articles.flagged).toBeGreaterThan(10);

  const { incidents } = await client.get<Listed>('/incidents?limit=1000');
  expect(incidents.length).toBeGreaterThan(5);
  const [heaviest] = incidents;
  await client.post(`/incidents/${heaviest?.id}/decisions`, { decision: 'confirm' });
  const { content } = await client.post<{ content: { incidents: unknown[] } }>('/digests', {
    day: new Date().toISOString().slice(0, 10),
  });
  expect(content).toBeTruthy();

  const again = await pollAndRead(client);
  expect(again.status.items).toEqual(first.status.items);
  expect(again.status.articles).toEqual(first.status.articles);
  const { incidents: left } = await client.get<Listed>('/incidents?limit=1000');
  expect(left.map(({ id }) => id)).toEqual(incidents.slice(1).map(({ id }) => id));
}, 300_000);

test('whoever watches over it sees whether it can work and how it is doing, and can look into the queues', async () => {
  const { system } = await openDemoSystem();
  await system.work();
  await system.sweep({ schedules: false });
  await pollAndRead(localClient(system), ['danube-wire']);
  const desk = await system.listenToBrowsers();
  const link = `${desk}${loginPath((await system.loginKey('demo')) ?? '')}`;
  const { cookie } = await logInByLink(link);
  const get = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(desk + path, { ...init, headers: { cookie, ...init.headers } });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  expect(await get('/healthz')).toMatchObject({ status: 200 });
  expect(await get('/readyz')).toMatchObject({ status: 200 });

  const { body: metrics } = await get('/metrics');
  for (const line of [
    /^subthreshold_queue_jobs\{queue="read",state="waiting"\} 0$/m,
    /^subthreshold_items\{state="read"\} [1-9]\d*$/m,
    /^subthreshold_articles\{rule_set="\w+",flag="below"\} [1-9]/m,
    /^subthreshold_feeds\{class="[A-F]",health="ok"\} 1$/m,
    /^subthreshold_stage_duration_seconds_count\{stage="analyse",outcome="ok"\} [1-9]/m,
    /^subthreshold_stage_duration_seconds_count\{stage="fetch-feed",outcome="ok"\} 1$/m,
    /^subthreshold_job_duration_seconds_count\{queue="poll",outcome="ok"\} 1$/m,
    /^process_cpu_seconds_total /m,
  ])
    expect(metrics).toMatch(line);

  const board = await get('/queues');
  expect(board.status).toBe(200);
  expect(board.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
  const script = /src="(static\/js\/main[^"]+)"/.exec(board.body)?.[1];
  expect(await get(`/queues/${script}`)).toMatchObject({ status: 200 });
  const { queues } = JSON.parse((await get('/queues/api/queues')).body);
  expect(queues.map(({ name }: { name: string }) => name)).toEqual([...QUEUE_NAMES]);
  const elsewhere = { method: 'PUT', headers: { origin: 'https://evil.example' } };
  expect(await get('/queues/api/queues/read/pause', elsewhere)).toMatchObject({ status: 403 });
}, 300_000);
