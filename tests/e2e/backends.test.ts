import { expect, test } from 'vitest';
import { localClient } from '../../src/cli/client.ts';
import { pollAndRead } from '../../src/cli/fetch.ts';
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
}, 120_000);
