import type { Database } from '../../src/store/database.ts';
import { decide } from '../../src/store/decisions.ts';

/**
 * An analyst who decides on an incident again and again: whoever listens takes the first decisions for what was there
 * before, and hears of a later one.
 * @returns stops it
 */
export function keepsDeciding(db: Database, incident: number, by = 'anna'): () => Promise<void> {
  let stopped = false;
  const deciding = (async () => {
    while (!stopped) {
      await decide(db, incident, { decision: 'confirm', by, at: new Date() });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  })();
  return () => {
    stopped = true;
    return deciding;
  };
}
