import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import { incidentFilter } from './incident-filter.ts';
import { ConfigError, type ConfigProblem, parseYaml, readYaml } from './read-yaml.ts';
import { duration } from './units.ts';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be in kebab-case: "night-desk"');
const zone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), 'is not a time zone of the IANA list, such as Europe/Warsaw');
const language = z.string().refine((tag) => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}, 'is not a language by its BCP 47 tag, such as pl or en-GB');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day in quotes: "07:30"');
const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of a variable of the environment: NIGHT_DESK_SECRET');

/** What a webhook's template may name; `data` stands for a JSON value, the others for text. */
export const TEMPLATE_FIELDS = ['id', 'kind', 'title', 'text', 'html', 'data'] as const;

const template = z.string().superRefine((text, context) => {
  for (const [, name = ''] of text.matchAll(/\{\{\s*(.*?)\s*\}\}/g))
    if (!(TEMPLATE_FIELDS as readonly string[]).includes(name))
      context.addIssue({ code: 'custom', message: `{{${name}}} is not known; allowed: ${TEMPLATE_FIELDS.join(', ')}` });
});

const common = {
  id,
  digests: z.array(z.enum(['day', 'week'])).default([]),
  hour: clock.default('07:00'),
  timezone: zone.optional(),
  language: language.optional(),
  filter: incidentFilter.default({}),
};

const subscriber = z.discriminatedUnion('via', [
  z.strictObject({ ...common, via: z.literal('mail'), to: z.email('must be a mail address') }),
  z.strictObject({
    ...common,
    via: z.literal('webhook'),
    to: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
    secret: variable.describe('the variable that holds the key'),
    template: template.optional(),
  }),
  z.strictObject({ ...common, via: z.literal('folder'), to: z.string().min(1) }),
]);

/** Who gets digests and alerts. */
export type Subscriber = z.infer<typeof subscriber>;

const mail = z.strictObject({
  from: z.string().min(3),
  server: z
    .string()
    .regex(/^smtps?:\/\/[^/\s]+$/, 'must be smtp://host:port or smtps://host:port')
    .refine(
      (url) => !URL.canParse(url) || !new URL(url).password,
      'must hold no password: give the whole address in SUBTHRESHOLD_SMTP_URL',
    )
    .optional(),
});

const schema = z.strictObject({
  mail: mail.nullable().default(null),
  subscribers: z.array(subscriber).nullable().default([]),
});

const alertRule = z.strictObject({
  id,
  if: incidentFilter,
  to: z.array(id).min(1),
  every: duration.optional(),
  quiet: z.strictObject({ from: clock, to: clock }).optional(),
});

/** Which incidents somebody is told of between digests, and when. `every`: milliseconds, collected; at once without. */
export type AlertRule = z.infer<typeof alertRule>;

const alertSchema = z.strictObject({
  rules: z.array(alertRule).nullable().default([]),
  feeds: z
    .strictObject({
      to: z.array(id).min(1),
      states: z.array(z.enum(['broken', 'silent', 'empty', 'gone'])).default(['broken', 'silent', 'empty', 'gone']),
      after: duration.prefault('6 h'),
    })
    .nullable()
    .default(null),
});

export interface Deliveries {
  mail: { from: string; server: string } | null;
  subscribers: Subscriber[];
  rules: AlertRule[];
  /** whom to tell of feeds that fail, in which states, once they have lasted for `after` (ms) */
  feeds: { to: string[]; states: string[]; after: number } | null;
  /** the webhooks' keys by subscriber */
  secrets: ReadonlyMap<string, string>;
}

/**
 * Reads `deliveries.yaml` and `alerts.yaml` of the configuration folder; either may be missing. Secrets come from the
 * environment: `SUBTHRESHOLD_SMTP_URL` for mail, for a webhook the variable that it names.
 * @throws ConfigError naming file, line and key of whatever is wrong
 */
export function readDeliveries(configDir: string, env: NodeJS.ProcessEnv = process.env): Deliveries {
  const read = <T>(name: string, of: z.ZodType<T>) => {
    const path = join(configDir, name);
    return existsSync(path) ? readYaml(path, of) : parseYaml('', path, of);
  };
  const deliveries = read('deliveries.yaml', schema);
  const alerts = read('alerts.yaml', alertSchema);
  const subscribers = deliveries.value.subscribers ?? [];
  const rules = alerts.value.rules ?? [];
  const server = env.SUBTHRESHOLD_SMTP_URL || deliveries.value.mail?.server;
  const mail = deliveries.value.mail && server ? { from: deliveries.value.mail.from, server } : null;

  const problems: ConfigProblem[] = [];
  const secrets = new Map<string, string>();
  const known = new Set<string>();
  subscribers.forEach((one, n) => {
    const complain = (key: string, message: string) =>
      problems.push({
        file: deliveries.file,
        line: deliveries.lineOf(['subscribers', n, key]),
        key: `subscribers[${n}].${key}`,
        message,
      });
    if (known.has(one.id)) complain('id', `"${one.id}" is already that of another subscriber`);
    known.add(one.id);
    if (one.via === 'mail' && !mail)
      complain('via', 'mail needs mail.from, and a server in mail.server or SUBTHRESHOLD_SMTP_URL');
    if (one.via === 'webhook') {
      const secret = env[one.secret];
      if (!secret || secret.length < 16)
        complain('secret', `the variable ${one.secret} must hold a key of 16 characters at least`);
      else secrets.set(one.id, secret);
    }
  });
  const addressed: [(string | number)[], string[]][] = [
    ...rules.map(({ to }, n): [(string | number)[], string[]] => [['rules', n, 'to'], to]),
    [['feeds', 'to'], alerts.value.feeds?.to ?? []],
  ];
  for (const [path, to] of addressed)
    for (const name of to)
      if (!known.has(name))
        problems.push({
          file: alerts.file,
          line: alerts.lineOf(path),
          key: path.join('.'),
          message: `deliveries.yaml has no subscriber "${name}"`,
        });
  if (problems.length > 0) throw new ConfigError(problems);
  return { mail, subscribers, rules, feeds: alerts.value.feeds, secrets };
}
