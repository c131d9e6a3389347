import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { onTestFinished } from 'vitest';
import { readRules } from '../../src/config/rules.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { DeskContext } from '../../src/desk/context.ts';
import { createDesk } from '../../src/desk/server.ts';
import type { Database } from '../../src/store/database.ts';
import { checkAnswers } from './described.ts';
import { NOW } from './records.ts';

const SETTINGS = readSettings({});
const RULES = readRules(SETTINGS.configDir);

/** A desk over a test's database, at `NOW`; what it is to have done (`actions`) and the like is given by the test; every answer is checked. */
export async function openDesk(
  db: Database,
  { trusted = false, ...over }: Partial<DeskContext> & { trusted?: boolean } = {},
): Promise<FastifyInstance> {
  const context: DeskContext = {
    ...{ settings: SETTINGS, rules: RULES, db, log: pino({ level: 'silent' }), now: () => NOW },
    registry: new Registry(),
    queues: async () => [],
    actions: {} as DeskContext['actions'],
    ...over,
  };
  const app = await createDesk(context, { trusted });
  checkAnswers(app);
  onTestFinished(() => app.close());
  return app;
}
