import { type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { withoutCredentials } from './credentials.ts';
import type { Settings } from './settings.ts';

/** Where log lines go; standard error, unless a test says otherwise. */
export interface LogStream {
  write(line: string): unknown;
  isTTY?: boolean;
}

const SECRET_FIELDS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'password', 'secret', 'token'];

/**
 * A logger whose lines carry `name`: words on a terminal, JSON otherwise, to standard error. Secrets are struck out:
 * fields such as `authorization` or `password` down to three levels, credentials and keys in URLs wherever they stand.
 */
export function createLogger(
  settings: Pick<Settings, 'log'>,
  name: string,
  stream: LogStream = process.stderr,
): Logger {
  const format = stream.isTTY
    ? prettyFactory({ colorize: true, singleLine: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname,name' })
    : (line: string) => line;
  return pino(
    {
      name,
      level: settings.log.level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) =>
          ['', '*.', '*.*.'].map((above) => `${above}["${field}"]`.replace('.[', '[')),
        ),
        censor: '[redacted]',
      },
    },
    { write: (line: string) => stream.write(format(withoutCredentials(line))) },
  );
}
