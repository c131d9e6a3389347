import { describe, expect, it } from 'vitest';
import { pollInterval } from '../../../src/ingest/feed/poll-hints.ts';

describe('how long a feed asks to be left alone', () => {
  it('is its ttl in minutes', () => {
    expect(pollInterval({ ttl: ' 45 ', updatePeriod: 'daily' })).toBe(45);
  });

  it('is its period divided by its frequency', () => {
    expect(pollInterval({ updatePeriod: 'Daily', updateFrequency: '4' })).toBe(360);
    expect(pollInterval({ updatePeriod: 'hourly' })).toBe(60);
  });

  it('is an even spread over the hours that it does not skip', () => {
    expect(pollInterval({ skipHours: '0 1 2 3 4 5 6 7 20 21 22 23' })).toBe(120);
  });

  it('is not told by what makes no sense', () => {
    expect(
      pollInterval({ ttl: 'soon', updatePeriod: 'constructor', updateFrequency: '-1', skipHours: 'x' }),
    ).toBeNull();
    expect(pollInterval({ ttl: '0' })).toBeNull();
    expect(pollInterval({})).toBeNull();
  });
});
