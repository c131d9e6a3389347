import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { findPostgres, findRedis } from './tests/support/servers.ts';

/**
 * Suites of the store, and suites of the whole system with its queues. The desk in a browser shows what the API gives,
 * which tests/desk asks on either store: it is looked at once.
 */
const STORE = ['tests/store/**/*.test.ts', 'tests/desk/**/*.test.ts'];
const SYSTEM = [
  'tests/workers/**/*.test.ts',
  'tests/e2e/{backends,demo,exports,start,workers.servers}.test.ts',
  'tests/cli/doctor.test.ts',
];
/** Commands one after the other, each a process of its own: what they ask of a server is the same with and without Redis. */
const COMMANDS = 'tests/cli/feeds.test.ts';
/** The desk in a browser: what runs in Chromium is the same whatever Node serves it. */
const BROWSER = 'tests/e2e/{accounts,analyst,desk,hostile,operator,roles}.test.ts';
/** They need PostgreSQL; those that are not in a list above need the embedded store as well, and run once. */
const SERVERS = 'tests/**/*.servers.test.ts';
/** They look at what is the same, or not there, on a server. */
const EMBEDDED = 'tests/**/*.embedded.test.ts';

const embedded = {
  extends: true as const,
  test: {
    name: 'embedded',
    include: ['tests/**/*.test.ts'],
    exclude: [SERVERS, BROWSER],
    globalSetup: ['tests/support/template.ts'],
    provide: { backend: 'embedded' as const, postgres: null },
  },
};
const browser = {
  extends: true as const,
  test: { ...embedded.test, name: 'browser', include: [BROWSER], exclude: [] },
};
const postgres = {
  extends: true as const,
  test: {
    name: 'postgres',
    include: [...STORE, ...SYSTEM],
    exclude: [EMBEDDED],
    globalSetup: ['tests/support/server-template.ts'],
    provide: { backend: 'postgres' as const },
  },
};
const redis = {
  extends: true as const,
  test: {
    name: 'redis',
    include: [...SYSTEM, SERVERS, COMMANDS],
    exclude: [EMBEDDED],
    globalSetup: ['tests/support/template.ts', 'tests/support/server-template.ts'],
    provide: { backend: 'redis' as const },
  },
};

export default defineConfig({
  test: {
    projects: [embedded, browser, ...wherePresent()],
    // Most of them wait for a process, a server or a browser half of the time.
    maxWorkers: availableParallelism(),
    // Generous, for machines that do other things as well: what is slow is measured in bench/.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    // What is waited for is looked at until it is so; a second, which is usual, is short for such machines.
    expect: { poll: { timeout: 60_000 } },
    // A machine that stalls for a moment shall not refuse a change: .ci/count.mjs names what needed its second try.
    retry: process.env.CI ? 1 : 0,
  },
});

/** The projects whose servers are installed. In CI all run, and fail where one is missing. */
function wherePresent() {
  if (process.env.CI) return [postgres, redis];
  const missing = [!findPostgres() && 'postgresql', !findRedis() && 'redis-server'].filter(Boolean);
  if (missing.length > 0)
    console.warn(
      `Not tested: what needs a server that is not installed (Debian: apt-get install ${missing.join(' ')}).`,
    );
  return [findPostgres() && postgres, findPostgres() && findRedis() && redis].filter((project) => !!project);
}
