import type { Job } from 'bullmq';
import { withoutCredentials } from '../config/credentials.ts';
import type { Subscriber } from '../config/deliveries.ts';
import { isMeant } from '../config/incident-filter.ts';
import { alertDue, digestDue } from '../deliver/due.ts';
import { type ExportedIncident, exportIncident } from '../deliver/export/incident.ts';
import { uuidOf } from '../deliver/export/uuid.ts';
import { alertMessage, digestMessage, type FeedTrouble, type Message } from '../deliver/message.ts';
import { send } from '../deliver/send.ts';
import { Undeliverable } from '../deliver/undeliverable.ts';
import {
  type Alert,
  createDelivery,
  deliverAlerts,
  dueAlerts,
  findDelivery,
  type NewAlert,
  noteAlerts,
  pendingDeliveries,
  recordRefusal,
  recordSent,
} from '../store/deliveries.ts';
import { feedsWithHealth } from '../store/feeds.ts';
import { incidentFile, recentlyChanged } from '../store/incidents.ts';
import { installationId } from '../store/installation.ts';
import { composeDigest } from './build-digest.ts';
import type { WorkerContext } from './context.ts';
import { enqueue, type Jobs } from './queues.ts';

/** How often a delivery is tried: with pauses that double from half a minute on, for some eight hours. */
export const DELIVERY_ATTEMPTS = 11;
const FIRST_PAUSE = 30_000;
const BATCH = 1_000;
/** An incident whose last change lies further back is no news. */
const NEWS = 24 * 3_600_000;

type Context = Pick<WorkerContext, 'settings' | 'db' | 'queues' | 'deliveries' | 'rules' | 'log' | 'now'>;

/**
 * Looks what subscribers are to be told, makes deliveries of it, and has those made that are still to be made. The store
 * says what that is, so a queue that was lost, or a process that was killed, loses and doubles nothing.
 */
export async function prepareDeliveries(context: Context): Promise<void> {
  await prepareDigests(context);
  await noteIncidents(context);
  await noteFeeds(context);
  await prepareAlerts(context);
  for (const key of await pendingDeliveries(context.db, BATCH)) await enqueueDelivery(context.queues, key);
}

export function enqueueDelivery(queues: WorkerContext['queues'], key: string): Promise<void> {
  return enqueue(queues.queue.deliver, 'deliver', { key }, key, {
    attempts: DELIVERY_ATTEMPTS,
    backoff: { type: 'exponential', delay: FIRST_PAUSE },
  });
}

/** Makes one delivery. */
export async function deliver(
  context: Context,
  job: Pick<Job<Jobs['deliver']>, 'data' | 'attemptsMade'>,
): Promise<void> {
  const { db, deliveries, settings, log, now } = context;
  const { key } = job.data;
  const delivery = await findDelivery(db, key);
  if (delivery?.state !== 'pending') return;
  const subscriber = deliveries.subscribers.find(({ id }) => id === delivery.subscriber);
  try {
    if (!subscriber) throw new Undeliverable(`deliveries.yaml has no subscriber ${delivery.subscriber} any more`);
    await send(delivery.content as Message, subscriber, key, deliveries, settings.fetch);
  } catch (error) {
    const message = withoutCredentials((error as Error).message);
    const final = error instanceof Undeliverable || job.attemptsMade + 1 >= DELIVERY_ATTEMPTS;
    await recordRefusal(db, key, message, final);
    log.warn({ delivery: key, subscriber: delivery.subscriber, final, reason: message }, 'delivery failed');
    if (!final) throw new Error(message);
    return;
  }
  await recordSent(db, key, now());
  log.info({ delivery: key, subscriber: delivery.subscriber, title: delivery.title }, 'delivered');
}

const zoneOf = ({ timezone }: Subscriber, { settings }: Context) => timezone ?? settings.timezone;

/** The digest that each subscriber should have by now, where it was not made before. */
async function prepareDigests(context: Context): Promise<void> {
  const { db, deliveries, now } = context;
  const installation = await installationId(db);
  for (const subscriber of deliveries.subscribers)
    for (const kind of subscriber.digests) {
      const zone = zoneOf(subscriber, context);
      const day = digestDue(now(), kind, subscriber.hour, zone);
      const key = uuidOf(installation, `digest ${kind} ${day} ${subscriber.id}`);
      if (await findDelivery(db, key)) continue;
      const { filter, language } = subscriber;
      const digest = await composeDigest(context, { kind, day, zone, language, filter });
      await keep(context, key, subscriber, digestMessage(digest));
    }
}

/** Notes the incidents that a rule tells subscribers of. */
async function noteIncidents(context: Context): Promise<void> {
  const { db, deliveries, now } = context;
  if (deliveries.rules.length === 0) return;
  const changed = await recentlyChanged(db, new Date(+now() - NEWS));
  const found = deliveries.rules.flatMap((rule) =>
    changed
      .filter((incident) => isMeant(rule.if, incident))
      .flatMap((incident) =>
        subscribersOf(context, rule.to).map(
          (subscriber): NewAlert => ({
            subscriber: subscriber.id,
            subject: `incident ${incident.id}${incident.flag === 'above' ? ' above' : ''}`,
            rule: rule.id,
            incidentId: incident.id,
            trouble: null,
            at: now(),
            due: alertDue(now(), rule, zoneOf(subscriber, context)),
          }),
        ),
      ),
  );
  await noteAlerts(db, found);
}

/** Notes the feeds that have broken or fallen silent. */
async function noteFeeds(context: Context): Promise<void> {
  const { db, deliveries, now } = context;
  const { feeds } = deliveries;
  if (!feeds) return;
  const troubled = (await feedsWithHealth(db, now())).filter(
    ({ enabled, health: { state, since } }) =>
      enabled && feeds.states.includes(state) && since !== null && +now() - since >= feeds.after,
  );
  const found = troubled.flatMap(({ id, title, health: { state, since, message, advice } }) =>
    subscribersOf(context, feeds.to).map(
      (subscriber): NewAlert => ({
        subscriber: subscriber.id,
        subject: `feed ${id} ${state} ${new Date(since as number).toISOString()}`,
        rule: 'feeds',
        incidentId: null,
        trouble: { id, title, state, message, advice } satisfies FeedTrouble,
        at: now(),
        due: now(),
      }),
    ),
  );
  await noteAlerts(db, found);
}

/** Makes one delivery of all that a subscriber is to be told now. */
async function prepareAlerts(context: Context): Promise<void> {
  const { db, deliveries, now } = context;
  const installation = await installationId(db);
  for (const [id, due] of await dueAlerts(db, now())) {
    const subscriber = deliveries.subscribers.find((one) => one.id === id);
    if (!subscriber) continue;
    const message = alertMessage(
      await incidentsOf(db, due),
      due.flatMap(({ trouble }) => (trouble === null ? [] : (trouble as FeedTrouble))),
      { zone: zoneOf(subscriber, context), language: subscriber.language },
    );
    const key = uuidOf(installation, `alert ${id} ${due.map(({ subject }) => subject).join(', ')}`);
    await deliverAlerts(db, due, { ...content(message), key, subscriber: id, createdAt: now() });
  }
}

async function incidentsOf(db: Context['db'], due: readonly Alert[]): Promise<ExportedIncident[]> {
  const found = new Map<number, ExportedIncident>();
  for (const { incidentId } of due) {
    let file = incidentId === null ? undefined : await incidentFile(db, incidentId, null);
    // Joined with another before it was told of.
    while (file?.joinedInto) file = await incidentFile(db, file.joinedInto, null);
    if (file) found.set(file.id, exportIncident(file));
  }
  return [...found.values()];
}

const subscribersOf = ({ deliveries }: Context, ids: readonly string[]) =>
  deliveries.subscribers.filter(({ id }) => ids.includes(id));

const content = (message: Message) => ({ kind: message.kind, title: message.title, content: message });

async function keep({ db, now }: Context, key: string, { id }: Subscriber, message: Message): Promise<void> {
  await createDelivery(db, { ...content(message), key, subscriber: id, createdAt: now() });
}
