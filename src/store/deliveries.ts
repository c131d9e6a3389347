import { and, asc, desc, eq, getTableColumns, lte, sql } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import type { z } from 'zod';
import type { Database } from './database.ts';
import { isAfter, type MomentPlace, type Page, pageOf } from './page.ts';
import { alerts, deliveries } from './schema.ts';

const { content: _, ...withoutContent } = getTableColumns(deliveries);

export type Delivery = typeof deliveries.$inferSelect;
/** A delivery as it is listed: without what it carries. */
export const listedDeliverySchema = createSelectSchema(deliveries, {
  key: (key) => key.describe('made from what it tells to whom: the same message is never made twice'),
  subscriber: (id) => id.describe('id of the subscriber in deliveries.yaml'),
  error: (error) => error.describe('why the last attempt failed, in words'),
})
  .omit({ content: true })
  .meta({ id: 'Delivery', description: 'A message to a subscriber, and whether it has gone' });
export type ListedDelivery = z.infer<typeof listedDeliverySchema>;
export type NewDelivery = Pick<Delivery, 'key' | 'subscriber' | 'kind' | 'title' | 'content' | 'createdAt'>;
export type Alert = typeof alerts.$inferSelect;
export type NewAlert = Omit<Alert, 'delivery' | 'told'>;

/** Keeps a delivery to be made. @returns false when it is there already */
export async function createDelivery(db: Database, delivery: NewDelivery): Promise<boolean> {
  const rows = await db.insert(deliveries).values(delivery).onConflictDoNothing().returning({ key: deliveries.key });
  return rows.length > 0;
}

export async function findDelivery(db: Database, key: string): Promise<Delivery | undefined> {
  return (await db.select().from(deliveries).where(eq(deliveries.key, key)))[0];
}

/** Keys of deliveries that are still to be made, oldest first. */
export async function pendingDeliveries(db: Database, limit: number): Promise<string[]> {
  const rows = await db
    .select({ key: deliveries.key })
    .from(deliveries)
    .where(eq(deliveries.state, 'pending'))
    .orderBy(asc(deliveries.createdAt))
    .limit(limit);
  return rows.map(({ key }) => key);
}

/** Deliveries, the newest first, without what they carry. */
export async function listDeliveries(
  db: Database,
  { limit, after }: { limit: number; after?: MomentPlace | undefined },
): Promise<Page<ListedDelivery, MomentPlace>> {
  const rows = await db
    .select(withoutContent)
    .from(deliveries)
    .where(after && isAfter(deliveries.createdAt, deliveries.key, after))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.key))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ createdAt, key }) => ({ at: +createdAt, key }));
}

export async function recordSent(db: Database, key: string, now: Date): Promise<void> {
  await db
    .update(deliveries)
    .set({ state: 'sent', sentAt: now, error: null, attempts: sql`${deliveries.attempts} + 1` })
    .where(eq(deliveries.key, key));
}

/** Notes that an attempt failed; `final`: no other will be made. */
export async function recordRefusal(db: Database, key: string, error: string, final: boolean): Promise<void> {
  await db
    .update(deliveries)
    .set({ error, attempts: sql`${deliveries.attempts} + 1`, ...(final ? { state: 'failed' as const } : {}) })
    .where(eq(deliveries.key, key));
}

/** Puts failed deliveries, or that one, back among those to be made. @returns the keys of those that were failed */
export async function retryDeliveries(db: Database, key?: string): Promise<string[]> {
  const rows = await db
    .update(deliveries)
    .set({ state: 'pending', error: null })
    .where(and(eq(deliveries.state, 'failed'), key === undefined ? undefined : eq(deliveries.key, key)))
    .returning({ key: deliveries.key });
  return rows.map(({ key }) => key);
}

/** Notes what subscribers are to be told; what they were told before, or will be, stays as it is. */
export async function noteAlerts(db: Database, found: readonly NewAlert[]): Promise<void> {
  if (found.length > 0)
    await db
      .insert(alerts)
      .values([...found])
      .onConflictDoNothing();
}

/** Alerts that are due and not told, by subscriber, oldest first. */
export async function dueAlerts(db: Database, now: Date): Promise<Map<string, Alert[]>> {
  const rows = await db
    .select()
    .from(alerts)
    .where(and(eq(alerts.told, false), lte(alerts.due, now)))
    .orderBy(asc(alerts.at), asc(alerts.subject));
  const bySubscriber = new Map<string, Alert[]>();
  for (const row of rows) bySubscriber.set(row.subscriber, [...(bySubscriber.get(row.subscriber) ?? []), row]);
  return bySubscriber;
}

/** Makes alerts one delivery, in one transaction: none is told twice, and none is lost. */
export async function deliverAlerts(db: Database, told: readonly Alert[], delivery: NewDelivery): Promise<void> {
  await db.transaction(async (tx) => {
    await createDelivery(tx, delivery);
    for (const { subscriber, subject } of told)
      await tx
        .update(alerts)
        .set({ told: true, delivery: delivery.key })
        .where(and(eq(alerts.subscriber, subscriber), eq(alerts.subject, subject)));
  });
}
