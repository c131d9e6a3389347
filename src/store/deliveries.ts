import { and, asc, desc, eq, getTableColumns, lte, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { alerts, deliveries } from './schema.ts';

const { content: _, ...withoutContent } = getTableColumns(deliveries);

export type Delivery = typeof deliveries.$inferSelect;
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

/** The newest deliveries, without what they carry. */
export async function listDeliveries(db: Database, limit: number): Promise<Omit<Delivery, 'content'>[]> {
  return db.select(withoutContent).from(deliveries).orderBy(desc(deliveries.createdAt)).limit(limit);
}

/** Deliveries that were given up, newest first, without what they carry. */
export async function failedDeliveries(db: Database, limit: number): Promise<Omit<Delivery, 'content'>[]> {
  return db
    .select(withoutContent)
    .from(deliveries)
    .where(eq(deliveries.state, 'failed'))
    .orderBy(desc(deliveries.createdAt))
    .limit(limit);
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

/** Puts a failed delivery back among those to be made. */
export async function retryDelivery(db: Database, key: string): Promise<boolean> {
  const rows = await db
    .update(deliveries)
    .set({ state: 'pending', error: null })
    .where(and(eq(deliveries.key, key), eq(deliveries.state, 'failed')))
    .returning({ key: deliveries.key });
  return rows.length > 0;
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
