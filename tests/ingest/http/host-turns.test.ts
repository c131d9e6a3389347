import { expect, test } from 'vitest';
import { HostTurns } from '../../../src/ingest/http/host-turns.ts';

const { signal } = new AbortController();

test('turns are given in order, and no more than allowed at a time', async () => {
  const turns = new HostTurns(1, 0);
  const order: number[] = [];
  const jobs = [1, 2, 3].map(async (job) => {
    const end = await turns.take('wire.example', signal);
    order.push(job);
    await Promise.resolve();
    end();
  });
  await Promise.all(jobs);
  expect(order).toEqual([1, 2, 3]);
});

test('hosts do not wait for each other', async () => {
  const turns = new HostTurns(1, 60_000);
  await turns.take('wire.example', signal);
  await turns.take('other.example', signal);
});

test('who gives up makes room, and who is dismissed is told why', async () => {
  const turns = new HostTurns(1, 0);
  const end = await turns.take('wire.example', signal);
  const impatient = new AbortController();
  const first = turns.take('wire.example', impatient.signal);
  const second = turns.take('wire.example', signal);
  impatient.abort('enough');
  await expect(first).rejects.toBe('enough');
  end();
  await second;
  const third = turns.take('wire.example', signal);
  turns.dismiss('closing time');
  await expect(third).rejects.toBe('closing time');
});

test('a host rests as long as it has asked to, the longest wish counts', () => {
  const turns = new HostTurns(1, 0);
  expect(turns.restOf('wire.example')).toBe(0);
  turns.rest('wire.example', 60_000);
  turns.rest('wire.example', 1000);
  expect(turns.restOf('wire.example')).toBeGreaterThan(59_000);
  expect(turns.restOf('other.example')).toBe(0);
});
