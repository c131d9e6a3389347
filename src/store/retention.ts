import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** What goes when it was last touched before the given moment; null keeps it for ever. */
export interface Bounds {
  /** texts of articles, by date of publication; titles, links and tags stay */
  texts: Date | null;
  /** articles that are in no incident, by date of publication; that their items are known stays */
  unflagged: Date | null;
  /** incidents by their last news, with articles and decisions */
  incidents: Date | null;
  digests: Date | null;
  /** what was delivered, or given up */
  deliveries: Date | null;
  /** entries of the audit log */
  audit: Date | null;
}

/** How much went. */
export type Cleared = Record<keyof Bounds, number>;

/** Rows in one statement, so that others get their turn in between. */
const BATCH = 500;

/** Takes away what has had its time. Run again, it goes on where it was broken off. */
export async function clearAway(db: Database, bounds: Bounds): Promise<Cleared> {
  const cleared: Cleared = { texts: 0, unflagged: 0, incidents: 0, digests: 0, deliveries: 0, audit: 0 };
  const { incidents, unflagged, texts, digests, deliveries, audit } = bounds;
  if (incidents) cleared.incidents = await repeat(() => clearIncidents(db, incidents));
  if (unflagged) cleared.unflagged = await repeat(() => clearUnflagged(db, unflagged));
  if (texts) cleared.texts = await repeat(() => clearTexts(db, texts));
  if (digests)
    cleared.digests = await countOf(db, sql`delete from subthreshold.digests where made_at < ${iso(digests)}`);
  if (deliveries)
    cleared.deliveries = await countOf(
      db,
      sql`delete from subthreshold.deliveries where created_at < ${iso(deliveries)} and state <> 'pending'`,
    );
  if (audit) cleared.audit = await repeat(() => clearAudit(db, audit));
  return cleared;
}

async function repeat(clear: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const cleared = await clear();
    total += cleared;
    if (cleared < BATCH) return total;
  }
}

/** The only deletion of decisions there is. */
function clearIncidents(db: Database, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(
      sql`select id from subthreshold.incidents where last_seen < ${iso(before)} order by id limit ${BATCH} for update`,
    );
    if (rows.length === 0) return 0;
    const ids = sql`(${sql.join(
      rows.map(({ id }) => sql`${id}::bigint`),
      sql`, `,
    )})`;
    await letDelete(tx);
    await tx.execute(sql`
      update subthreshold.items set feed_text = null
      where key in (select item_key from subthreshold.articles where incident_id in ${ids})`);
    await tx.execute(sql`delete from subthreshold.articles where incident_id in ${ids}`);
    await tx.execute(sql`delete from subthreshold.reviews where incident_id in ${ids}`);
    await tx.execute(sql`delete from subthreshold.incidents where id in ${ids}`);
    return rows.length;
  });
}

/** The only deletion of entries of the audit log there is. */
function clearAudit(db: Database, before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await letDelete(tx);
    return countOf(
      tx,
      sql`
        delete from subthreshold.audit where id in (
          select id from subthreshold.audit where at < ${iso(before)} order by id limit ${BATCH})`,
    );
  });
}

/** Has the triggers that keep rows for ever let deletions pass, within this transaction. */
const letDelete = (tx: Database) => tx.execute(sql`select set_config('subthreshold.retention', 'on', true)`);

function clearUnflagged(db: Database, before: Date): Promise<number> {
  return countOf(
    db,
    sql`
      with gone as (
        delete from subthreshold.articles where item_key in (
          select item_key from subthreshold.articles
          where incident_id is null and published_at < ${iso(before)} limit ${BATCH})
        returning item_key)
      update subthreshold.items set feed_text = null from gone where key = gone.item_key`,
  );
}

function clearTexts(db: Database, before: Date): Promise<number> {
  return countOf(
    db,
    sql`
      with cleared as (
        update subthreshold.articles
        set text = '', page = null, signature = null,
          classification = classification || '{"evidence": []}'::jsonb
        where item_key in (
          select item_key from subthreshold.articles where text <> '' and published_at < ${iso(before)} limit ${BATCH})
        returning item_key)
      update subthreshold.items set feed_text = null from cleared where key = cleared.item_key`,
  );
}

const iso = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

async function countOf(db: Database, statement: ReturnType<typeof sql>): Promise<number> {
  return (await db.execute(statement)).rowCount ?? 0;
}
