import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { Role } from '../../src/config/roles.ts';
import { openBrowser } from './browser.ts';
import { type Desk, send } from './desk-in-browser.ts';
import { LOGIN_LINK, logInByLink } from './login.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** A machine that does other things as well may take long to begin. */
const PATIENCE = 240_000;

/** Chromium, for the tests of a block. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  }, PATIENCE);
  afterAll(() => browser?.close());
  return () => browser as Browser;
}

/** The demo's desk with its operator logged in, for the tests of a block. */
export function useDemoDesk(): () => Desk {
  return useServed(async (folder) => {
    cpSync(inject('template'), folder, { recursive: true });
    return { args: ['demo', '--serve'], env: { SUBTHRESHOLD_DATA_DIR: folder } };
  });
}

/** What `start` is given beside the shipped configuration. */
export interface SiteDeskOptions {
  /** answers for the site that its feeds are on; addresses within are those of the request's host */
  site: RequestListener;
  /** title of each feed by its id, which is its path as well */
  feeds: Record<string, string>;
  /** further files of the configuration folder, given the site's address */
  files?: (address: string) => Record<string, string>;
  env?: Record<string, string>;
}

/** `start` over feeds of a site on this machine, which are polled once the desk is there. */
export function useSiteDesk(options: SiteDeskOptions): () => Desk & { address: string; folder: string } {
  const { site, feeds, files = () => ({}), env = {} } = options;
  const server = createServer(site);
  let address = '';
  let folder = '';
  const desk = useServed(async (temporary) => {
    folder = temporary;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    address = `http://${host}`;
    cpSync(inject('template'), join(folder, 'data'), { recursive: true });
    cpSync(join(root, 'config'), join(folder, 'config'), { recursive: true });
    const entry = ([id, title]: [string, string]) =>
      `  - { id: ${id}, title: ${JSON.stringify(title)}, url: "${address}/${id}", language: en, topics: [baltic], reliability: B, interval: 1 h }\n`;
    const written = {
      'feeds.yaml': `feeds:\n${Object.entries(feeds).map(entry).join('')}`,
      'subthreshold.yaml': `fetch:\n  allowAddresses: ['${host}']\n  perHostDelay: 0 s\n  respectRobots: false\n`,
      ...files(address),
    };
    for (const [name, text] of Object.entries(written)) writeFileSync(join(folder, 'config', name), text);
    const folders = { SUBTHRESHOLD_DATA_DIR: join(folder, 'data'), SUBTHRESHOLD_CONFIG_DIR: join(folder, 'config') };
    return { args: ['start'], env: { ...env, ...folders } };
  });
  beforeAll(async () => {
    await send(desk(), 'POST', '/feeds/poll', {});
  }, PATIENCE);
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return () => ({ ...desk(), address, folder });
}

/** The built program over a folder of its own, until the tests of a block are over. */
function useServed(prepare: (folder: string) => Promise<{ args: string[]; env: Record<string, string> }>): () => Desk {
  const folder = mkdtempSync(join(tmpdir(), 'subthreshold-desk-'));
  let child: ChildProcess | undefined;
  let desk: Desk | undefined;
  beforeAll(async () => {
    const { args, env } = await prepare(folder);
    const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
    child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
      env: { ...inherited, SUBTHRESHOLD_HTTP_PORT: '0', ...env },
    });
    desk = await logInByLink(await linkFrom(child));
  }, PATIENCE);
  afterAll(async () => {
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }, PATIENCE);
  return () => desk as Desk;
}

/** The link to log in by that the program prints. */
function linkFrom(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer) => {
      said += data;
      const printed = LOGIN_LINK.exec(said);
      if (printed) resolve(printed[0]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', () => reject(new Error(`it ended:\n${said}`)));
  });
}

/** Waits for what must be so before tests begin: hooks have no `expect.poll`. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE - 10_000; !(await isSo()); ) {
    if (Date.now() > end) throw new Error(`still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Somebody else at the same desk, who has chosen a password by the link that an operator has sent. */
export async function colleague(desk: Desk, name: string, role: Role = 'analyst'): Promise<Desk> {
  const { status, body } = await send(desk, 'POST', '/users', { name, role });
  expect(status).toBe(201);
  return logInByLink(desk.url + body.link.path);
}
