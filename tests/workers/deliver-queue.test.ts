import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import type { Deliveries } from '../../src/config/deliveries.ts';
import { readSettings } from '../../src/config/settings.ts';
import { listDeliveries } from '../../src/store/deliveries.ts';
import { deliver, prepareDeliveries } from '../../src/workers/deliver.ts';
import { openQueues, type Queues } from '../../src/workers/queues.ts';
import { useDatabase } from '../support/database.ts';
import { NOW, withIncident } from '../support/records.ts';
import { type Server, startRedis } from '../support/servers.ts';

const database = useDatabase();
const log = pino({ level: 'silent' });
let queues: Queues;
let redis: Server | undefined;

beforeAll(async () => {
  redis = inject('backend') === 'redis' ? await startRedis() : undefined;
  queues = await openQueues(redis ? { redis: redis.url } : { postgres: database().queuePool }, log);
});
afterAll(async () => {
  await queues.stopWork();
  await queues.close();
  await redis?.stop();
});

test('a delivery goes through the queue once, however often it is looked for, also after its queue was lost', async () => {
  const { db } = database();
  await withIncident(db);
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(String(request.headers['webhook-id']));
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const settings = readSettings({});
  const deliveries: Deliveries = {
    ...{ mail: null, rules: [], feeds: null, secrets: new Map([['chat', 'a key of many characters']]) },
    subscribers: [
      {
        ...{ id: 'chat', via: 'webhook', to: `http://127.0.0.1:${port}/`, secret: 'CHAT_SECRET' },
        ...{ digests: ['day'], hour: '07:00', filter: {} },
      },
    ],
  };
  const context = {
    settings: { ...settings, fetch: { ...settings.fetch, allowAddresses: [`127.0.0.1:${port}`] } },
    ...{ db, queues, deliveries, log, rules: { hash: 'test' }, now: () => NOW },
  };
  await prepareDeliveries(context);
  await prepareDeliveries(context);
  expect(await queues.queue.deliver.getJobCountByTypes('waiting')).toBe(1);
  await queues.queue.deliver.drain();
  await prepareDeliveries(context);
  queues.work('deliver', 2, (job) => deliver(context, job));
  await vi.waitFor(
    async () => expect((await listDeliveries(db, { limit: 10 })).rows).toMatchObject([{ state: 'sent', attempts: 1 }]),
    20_000,
  );
  await prepareDeliveries(context);
  expect(await queues.queue.deliver.getJobCountByTypes('waiting', 'delayed')).toBe(0);
  expect(requests).toHaveLength(1);
});
