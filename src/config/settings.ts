import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { CronExpressionParser } from 'cron-parser';
import ipaddr from 'ipaddr.js';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { parseAllowance } from './allowance.ts';
import { configDir } from './config-dir.ts';
import { ConfigError, type ConfigProblem, parseYaml, readYaml, type YamlFile } from './read-yaml.ts';
import { duration, size } from './units.ts';
import { version } from './version.ts';

/** How far what is exported may go, by the Traffic Light Protocol 2.0 (FIRST). */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

/** What incidents can be exported as. */
export const EXPORT_FORMATS = ['stix', 'misp', 'csv', 'jsonl', 'geojson'] as const;

/** A group of settings; may be left out, or stand empty when all its lines are commented out. */
function group<S extends z.core.$ZodLooseShape>(shape: S) {
  const object = z.strictObject(shape);
  return object
    .nullable()
    .default(null)
    .transform((value) => value ?? object.parse({}));
}

const count = (least: number, most: number) =>
  z.number().check((context) => {
    const { value } = context;
    if (!Number.isInteger(value) || value < least || value > most)
      context.issues.push({
        code: 'custom',
        input: value,
        message: `must be a whole number from ${least} to ${most}, is ${value}`,
      });
  });
const port = count(0, 65_535);
const text = z.string().trim().min(1, { error: 'must not be empty' });
const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);

/** An address of a service. Errors never repeat it, since it may hold a password. */
const serviceUrl = (what: string, schemes: readonly string[], example: string) =>
  z
    .string({ error: `must be an address such as ${example}` })
    .refine((url) => URL.canParse(url) && schemes.includes(new URL(url).protocol.slice(0, -1)), {
      error: `must be the address of ${what}, such as ${example}`,
    })
    .nullable();
const databaseUrl = serviceUrl('a PostgreSQL database', ['postgres', 'postgresql'], 'postgresql://user@host/database');
const redisUrl = serviceUrl('a Redis or Valkey server', ['redis', 'rediss'], 'redis://host:6379');

const timezone = text.refine((zone) => IANAZone.isValidZone(zone), {
  error: 'is not a time zone of the IANA list, such as Europe/Warsaw',
});
const cron = text.refine(isCron, {
  error: 'is not a cron expression (minute hour day-of-month month day-of-week), such as "0 6 * * *"',
});
const contact = z
  .string()
  .trim()
  .regex(/^(https?:\/\/[!-~]+|[!-~]+@[!-~]+\.[!-~]+)$/, { error: 'must be a web address or a mail address' })
  .nullable();
const allowedAddress = text.refine((entry) => parseAllowance(entry) !== undefined, {
  error: 'must be an address, a range (10.0.0.0/8), a host name or one of these with a port (127.0.0.1:8080)',
});

const publicUrl = z
  .string()
  .trim()
  .refine((url) => /^https?:\/\/[^/?#@]+\/?$/.test(url) && URL.canParse(url), {
    error: 'must be the address at which browsers find the desk, such as https://desk.example',
  })
  .transform((url) => new URL(url).origin)
  .nullable();
const proxy = text.refine((entry) => ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry), {
  error: 'must be the address of a proxy, or a range of addresses: 127.0.0.1, 10.0.0.0/8',
});

const HOUR = 3_600_000;
const timeout = duration.refine((length) => length > 0 && length <= HOUR, {
  error: 'must be more than nothing and at most 1 h',
});
const interval = duration.refine((length) => length >= 1000, { error: 'must be at least 1 s' });
const sessionTime = duration.refine((length) => length >= 60_000, { error: 'must be at least 1 min' });
const limit = size.refine((bytes) => bytes >= 1000, { error: 'must be at least 1 KB' });

const fetchGroup = group({
  contact: contact.default(null),
  timeouts: group({
    connect: timeout.prefault('10 s'),
    firstByte: timeout.prefault('20 s'),
    total: timeout.prefault('60 s'),
  }),
  maxBytes: group({ wire: limit.prefault('10 MB'), decompressed: limit.prefault('20 MB') }),
  maxHeaderBytes: limit.prefault('32 KB'),
  maxRedirects: count(0, 20).default(5),
  perHostConcurrency: count(1, 32).default(2),
  perHostDelay: duration.refine((length) => length <= HOUR, { error: 'must be at most 1 h' }).prefault('1 s'),
  allowAddresses: z.array(allowedAddress).default([]),
  respectRobots: z.boolean().default(true),
}).transform((fetch) => ({
  ...fetch,
  userAgent: `Subthreshold/${version} (${fetch.contact ? `+${fetch.contact}; ` : ''}news feed reader)`,
}));

const pollingGroup = group({
  minInterval: interval.prefault('5 min'),
  defaultInterval: interval.prefault('30 min'),
  maxInterval: interval.prefault('24 h'),
  firstPollDays: count(0, 365).default(3),
  jitter: z.number().min(0, { error: 'must not be below 0' }).max(0.5, { error: 'must not exceed 0.5' }).default(0.1),
}).refine(
  (polling) => polling.minInterval <= polling.defaultInterval && polling.defaultInterval <= polling.maxInterval,
  {
    error: 'minInterval must not exceed defaultInterval, nor defaultInterval maxInterval',
  },
);

/** How long something is kept; null: for ever. Grouping compares with what is up to thirty days old. */
const kept = (least: number) =>
  duration
    .refine((length) => length >= least * 24 * HOUR, { error: `must be at least ${least} d, or empty for ever` })
    .nullable();

const claimed = z.array(text).default([]);
const oidcGroup = group({
  issuer: z
    .string()
    .trim()
    .refine((url) => URL.canParse(url) && /^https:|^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url), {
      error: 'must be the https address of an OpenID provider, such as https://login.example/realms/desk',
    })
    .nullable()
    .default(null),
  clientId: text.default('subthreshold'),
  clientSecret: text.nullable().default(null),
  name: text.default('single sign-on'),
  scope: text.default('openid profile email'),
  roleClaim: text.default('roles'),
  roles: group({ viewer: claimed, analyst: claimed, operator: claimed }),
});

const schema = z.strictObject({
  dataDir: text.default('data'),
  timezone: timezone.default('UTC'),
  http: group({
    host: text.default('127.0.0.1'),
    port: port.default(8642),
    publicUrl: publicUrl.default(null),
    trustProxy: z.array(proxy).default([]),
  }),
  sessions: group({ idle: sessionTime.prefault('12 h'), longest: sessionTime.prefault('7 d') }),
  oidc: oidcGroup,
  database: group({ url: databaseUrl.default(null) }),
  redis: group({ url: redisUrl.default(null) }),
  log: group({ level: logLevel.default('info') }),
  fetch: fetchGroup,
  polling: pollingGroup,
  workers: group({
    pollConcurrency: count(1, 64).default(4),
    readConcurrency: count(1, 64).default(4),
    threads: z
      .union([z.literal('auto'), count(1, 64)])
      .default('auto')
      .transform((threads) => (threads === 'auto' ? Math.max(1, availableParallelism() - 1) : threads)),
  }),
  digest: group({ cron: cron.default('0 6 * * *'), weekly: cron.nullable().default('0 7 * * 1') }),
  retention: group({
    texts: kept(31).prefault('365 d'),
    unflagged: kept(31).prefault('90 d'),
    incidents: kept(31).default(null),
    digests: kept(31).default(null),
    deliveries: kept(1).prefault('90 d'),
    audit: kept(31).prefault('730 d'),
  }),
  export: group({
    organisation: text.default('Subthreshold'),
    tlp: z.enum(TLP_LEVELS).default('green'),
    cron: cron.nullable().default(null),
    formats: z.array(z.enum(EXPORT_FORMATS)).default([...EXPORT_FORMATS]),
    days: count(1, 3_650).default(30),
  }),
});

/** Where a setting came from. */
export type Origin =
  | { from: 'environment'; variable: string }
  | { from: 'file'; file: string; line: number }
  | { from: 'default' };

/** The system's settings, checked; every length of time in milliseconds, every size in bytes. Deeply frozen. */
export interface Settings extends z.infer<typeof schema> {
  /** the folder with subthreshold.yaml, feeds.yaml and the rules, absolute */
  configDir: string;
  /** of each setting by its name (`fetch.timeouts.total`), where its value came from */
  origins: Readonly<Record<string, Origin>>;
}

/** What the fetcher needs to know. */
export type FetchSettings = Settings['fetch'];
/** The bounds of polling. */
export type PollingSettings = Settings['polling'];

interface Override {
  variable: string;
  path: readonly [string, ...string[]];
  schema: z.ZodType;
}

const OVERRIDES: readonly Override[] = [
  { variable: 'SUBTHRESHOLD_DATA_DIR', path: ['dataDir'], schema: text },
  { variable: 'SUBTHRESHOLD_HTTP_HOST', path: ['http', 'host'], schema: text },
  {
    variable: 'SUBTHRESHOLD_HTTP_PORT',
    path: ['http', 'port'],
    schema: z
      .string()
      .regex(/^\d{1,5}$/, { error: 'must be a whole number from 0 to 65535' })
      .transform(Number)
      .pipe(port),
  },
  { variable: 'SUBTHRESHOLD_PUBLIC_URL', path: ['http', 'publicUrl'], schema: publicUrl },
  {
    variable: 'SUBTHRESHOLD_TRUST_PROXY',
    path: ['http', 'trustProxy'],
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .pipe(z.array(proxy)),
  },
  { variable: 'SUBTHRESHOLD_OIDC_SECRET', path: ['oidc', 'clientSecret'], schema: text },
  { variable: 'DATABASE_URL', path: ['database', 'url'], schema: databaseUrl },
  { variable: 'REDIS_URL', path: ['redis', 'url'], schema: redisUrl },
  { variable: 'LOG_LEVEL', path: ['log', 'level'], schema: z.string().toLowerCase().pipe(logLevel) },
];

/**
 * Reads `subthreshold.yaml` of the configuration folder and lays the environment over it. The file may be missing:
 * every setting has a default. An empty variable counts as not set. Relative paths are taken from the working folder.
 * @throws ConfigError naming every bad key or variable, and what is allowed
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const folder = resolve(configDir(env));
  const file = readFile(folder);
  const values = structuredClone(file.value);
  const origins: Record<string, Origin> = {};
  for (const path of leaves(values)) origins[path.join('.')] = originInFile(file, path);
  origins.configDir = env.SUBTHRESHOLD_CONFIG_DIR
    ? { from: 'environment', variable: 'SUBTHRESHOLD_CONFIG_DIR' }
    : { from: 'default' };

  const problems: ConfigProblem[] = [];
  for (const { variable, path, schema } of OVERRIDES) {
    if (!env[variable]) continue;
    const result = schema.safeParse(env[variable]);
    if (result.success) {
      set(values, path, result.data);
      origins[path.join('.')] = { from: 'environment', variable };
    } else problems.push(inEnvironment(variable, describe(result.error)));
  }
  if (values.redis.url && !values.database.url && !problems.some(({ key }) => key === 'DATABASE_URL'))
    problems.push(redisAlone(file, origins['redis.url']));
  if (problems.length > 0) throw new ConfigError(problems);

  return deepFreeze({ ...values, dataDir: resolve(values.dataDir), configDir: folder, origins });
}

function readFile(folder: string): YamlFile<z.infer<typeof schema>> {
  if (!existsSync(folder))
    throw new ConfigError([
      inEnvironment(
        'SUBTHRESHOLD_CONFIG_DIR',
        `there is no folder ${folder}; set it to the folder of subthreshold.yaml`,
      ),
    ]);
  const path = join(folder, 'subthreshold.yaml');
  return existsSync(path) ? readYaml(path, schema) : parseYaml('', path, schema);
}

/** Paths of the settings within a checked document: whatever is not a group. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[...path]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function originInFile(file: YamlFile<unknown>, path: readonly string[]): Origin {
  const line = file.has(path) ? file.lineOf(path) : undefined;
  return line === undefined ? { from: 'default' } : { from: 'file', file: file.file, line };
}

function set(values: object, path: readonly string[], value: unknown): void {
  const group = path
    .slice(0, -1)
    .reduce((here, key) => here[key] as Record<string, unknown>, values as Record<string, unknown>);
  group[path.at(-1) ?? ''] = value;
}

function isCron(expression: string): boolean {
  try {
    CronExpressionParser.parse(expression);
    return true;
  } catch {
    return false;
  }
}

const inEnvironment = (key: string, message: string): ConfigProblem => ({
  file: 'environment',
  line: undefined,
  key,
  message,
});

const describe = (error: z.ZodError) =>
  error.issues
    .map((issue) => (issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : issue.message))
    .join('; ');

function redisAlone(file: YamlFile<unknown>, origin: Origin | undefined): ConfigProblem {
  const message =
    'Redis holds queues only and needs a PostgreSQL database beside it: set DATABASE_URL (or database.url) as well, ' +
    'or take the address of Redis away to run on the embedded database';
  return origin?.from === 'environment'
    ? inEnvironment('REDIS_URL', message)
    : { file: file.file, line: file.lineOf(['redis', 'url']), key: 'redis.url', message };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
