import type { Settings } from '../config/settings.ts';
import type { HealthFacts } from '../desk/health.ts';
import type { StoreFacts } from '../store/store-facts.ts';

/** A thing looked at: how it is, and what to do where it is not well. */
export interface Finding {
  about: string;
  state: 'ok' | 'look' | 'bad';
  says: string;
  /** what to do; undefined when nothing is to be done */
  advice?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** An item waits seconds as a rule; for so long, when nobody works on it. */
const LONG_WAIT = 30 * MINUTE;

/** When so many feeds and more are broken, and none is not, it is hardly the feeds. */
const FEW = 3;

const ok = (about: string, says: string): Finding => ({ about, state: 'ok', says });
const look = (about: string, says: string, advice: string): Finding => ({ about, state: 'look', says, advice });
const bad = (about: string, says: string, advice: string): Finding => ({ about, state: 'bad', says, advice });

/** What a system's facts mean at `now`. */
export function diagnose(facts: HealthFacts, settings: Settings, now: Date): Finding[] {
  return [
    storeFinding(facts.store, settings),
    ...queueFindings(facts, settings),
    ...feedFindings(facts, settings, now),
    ...itemFindings(facts, now),
    digestFinding(facts, now),
    settings.fetch.contact
      ? ok('contact', settings.fetch.contact)
      : look(
          'contact',
          'sites that mind your requests cannot write to you',
          'fill in fetch.contact in subthreshold.yaml',
        ),
  ];
}

/** How the store is, and whether its schema is this version's: nothing else can be asked of it otherwise. */
export function storeFinding({ version, migrations, bytes }: StoreFacts, settings: Settings): Finding {
  const kind = settings.database.url ? 'PostgreSQL' : 'embedded PostgreSQL';
  const says = `${kind} ${version}, ${Math.round(bytes / 1e6)} MB`;
  const { applied, known } = migrations;
  if (applied > known)
    return bad(
      'store',
      `${says}, made by a newer version of Subthreshold`,
      'update this one to the version of the store',
    );
  const pending = known - applied;
  return pending === 0
    ? ok('store', `${says}, its schema up to date`)
    : look(
        'store',
        `${says}, ${pending} of ${known} migrations ${pending === 1 ? 'is' : 'are'} pending`,
        'the next "subthreshold start" applies them, and so does "subthreshold migrate"; keep a copy of the database first, if you may want to go back',
      );
}

function queueFindings({ queues, feeds }: HealthFacts, settings: Settings): Finding[] {
  const where = settings.redis.url ? 'in Redis' : 'in the database';
  if ('error' in queues)
    return [
      settings.redis.url
        ? bad(
            'queues',
            `${where}: no answer (${queues.error})`,
            'see that the server runs, and that REDIS_URL is right',
          )
        : bad('queues', `${where}: ${queues.error}`, 'run "subthreshold migrate"; "start" does the same'),
    ];
  const busy = Object.entries(queues.jobs).flatMap(([name, { waiting = 0, active = 0, failed = 0 }]) => {
    const jobs = { waiting, 'under way': active, failed };
    const said = Object.entries(jobs).flatMap(([state, n]) => (n > 0 ? [`${n} ${state}`] : []));
    return said.length > 0 ? [`${name} ${said.join(', ')}`] : [];
  });
  const says = `${where}: ${busy.length > 0 ? busy.join('; ') : 'no job waits'}`;
  return [
    Object.values(queues.jobs).some(({ failed = 0 }) => failed > 0)
      ? look('queues', says, 'the desk shows failed jobs and their reasons at /queues')
      : ok('queues', says),
    ...(queues.evictionPolicy !== null && queues.evictionPolicy !== 'noeviction'
      ? [
          look(
            'Redis',
            `throws jobs away when its memory is full (maxmemory-policy is ${queues.evictionPolicy})`,
            'set maxmemory-policy to noeviction; until then lost jobs come back with the next sweep',
          ),
        ]
      : []),
    scheduleFinding(queues.schedules, feeds, settings),
  ];
}

function scheduleFinding(schedules: number, { active, invented }: HealthFacts['feeds'], settings: Settings): Finding {
  if (schedules >= active) return ok('schedules', `all ${active} feeds are polled by a schedule`);
  if (invented) return ok('schedules', 'none: the demo polls its feeds once, when it starts');
  return look(
    'schedules',
    `${schedules} of ${active} feeds are polled by a schedule`,
    settings.database.url
      ? 'run "subthreshold scheduler" (or "start") on one machine at least'
      : 'run "subthreshold start"',
  );
}

function feedFindings({ feeds, listDiffers }: HealthFacts, settings: Settings, now: Date): Finding[] {
  const { active, troubled, lastPolledAt } = feeds;
  const findings: Finding[] = [];
  const allBroken = active >= FEW && troubled.filter(({ state }) => state === 'broken').length === active;
  if (active === 0) findings.push(bad('feeds', 'none is switched on', 'add one with "subthreshold feeds add URL"'));
  else if (!lastPolledAt)
    findings.push(look('feeds', `${active}, none polled yet`, 'run "subthreshold fetch", or "start"'));
  else if (+now - Date.parse(lastPolledAt) > settings.polling.maxInterval)
    findings.push(
      bad(
        'feeds',
        `${active}, the last poll of any was at ${lastPolledAt}`,
        'see that a worker and a scheduler run, or "start"',
      ),
    );
  else if (allBroken)
    findings.push(
      bad(
        'feeds',
        `none of ${active} can be read; of ${troubled[0]?.id}: ${troubled[0]?.message}`,
        'see whether this machine reaches the web at all: name servers, firewall, proxy',
      ),
    );
  else
    findings.push(ok('feeds', `${active} switched on, ${active - troubled.length} well, last poll at ${lastPolledAt}`));
  for (const { id, state, message, advice } of allBroken ? [] : troubled)
    findings.push({
      about: `feed ${id}`,
      state: state === 'gone' ? 'bad' : 'look',
      says: message,
      ...(advice ? { advice } : {}),
    });
  if (listDiffers !== null && listDiffers > 0)
    findings.push(
      look(
        'feed list',
        `feeds.yaml says ${listDiffers} feeds differently`,
        'nothing, if you keep the list by command; "subthreshold feeds apply" shows the difference',
      ),
    );
  return findings;
}

function itemFindings({ items, oldestPending }: HealthFacts, now: Date): Finding[] {
  const wait = oldestPending ? +now - Date.parse(oldestPending) : 0;
  const says = `${items.read} read, ${items.pending} still to be read${oldestPending ? `, the oldest since ${oldestPending}` : ''}`;
  const findings = [
    wait > LONG_WAIT
      ? look('items', says, 'see that a worker runs ("start", "worker"), and what its log says')
      : ok('items', says),
  ];
  if (items.failed > 0)
    findings.push(
      look(
        'items',
        `${items.failed} could not be read`,
        'GET /api/v1/items tells why; some sites shut programs out, which is theirs to decide',
      ),
    );
  return findings;
}

function digestFinding({ lastDigest, items }: HealthFacts, now: Date): Finding {
  if (!lastDigest)
    return items.read > 0
      ? look('digest', 'none has been made yet', 'it comes by schedule; "subthreshold digest" makes one now')
      : ok('digest', 'none has been made yet, and there is nothing to tell');
  return +now - Date.parse(lastDigest) > 3 * DAY
    ? look('digest', `the newest is that of ${lastDigest}`, 'see that a scheduler and a worker run, or "start"')
    : ok('digest', `the newest is that of ${lastDigest}`);
}
