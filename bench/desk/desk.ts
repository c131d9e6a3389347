import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LOGIN_LINK, logInByLink } from '../../tests/support/login.ts';

/** A desk that runs, and operators who have logged in to it. */
export interface Desk {
  url: string;
  /** one for each operator */
  cookies: readonly string[];
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** The desk lets each of them ask 1,200 times a minute. */
const OPERATORS = 8;

/** Starts the built program, and logs in as several operators. */
export async function startDesk(env: Record<string, string>): Promise<Desk> {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: { ...inherited, SUBTHRESHOLD_HTTP_PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const link = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data;
      const [printed] = LOGIN_LINK.exec(said) ?? [];
      if (printed) resolve(printed);
    });
    void ended.then(() => reject(new Error(`the program has ended:\n${said}`)));
  });
  const { url, cookie } = await logInByLink(link);
  const cookies = [cookie];
  while (cookies.length < OPERATORS) {
    const answer = await fetch(`${url}/api/v1/users`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `operator-${cookies.length}`, role: 'operator' }),
    });
    if (!answer.ok) throw new Error(`no user: ${await answer.text()}`);
    const { link } = (await answer.json()) as { link: { path: string } };
    cookies.push((await logInByLink(url + link.path)).cookie);
  }
  return {
    url,
    cookies,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
