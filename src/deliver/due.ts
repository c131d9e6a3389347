import { DateTime } from 'luxon';
import type { AlertRule } from '../config/deliveries.ts';

/**
 * When an alert that comes up at `now` is to be told: at once, or when the next collection ends (every so many
 * milliseconds from midnight on); in quiet hours when these are over.
 */
export function alertDue(now: Date, { every, quiet }: Pick<AlertRule, 'every' | 'quiet'>, zone: string): Date {
  let due = DateTime.fromJSDate(now, { zone });
  if (every) {
    const midnight = due.startOf('day');
    due = midnight.plus(Math.ceil((+due - +midnight) / every) * every);
  }
  return (quiet ? afterQuiet(due, quiet) : due).toJSDate();
}

function afterQuiet(at: DateTime, { from, to }: NonNullable<AlertRule['quiet']>): DateTime {
  const clock = at.toFormat('HH:mm');
  const overnight = from > to;
  const quiet = overnight ? clock >= from || clock < to : clock >= from && clock < to;
  if (!quiet) return at;
  const [hour, minute] = to.split(':').map(Number) as [number, number];
  const day = overnight && clock >= from ? at.plus({ days: 1 }) : at;
  return day.startOf('day').set({ hour, minute });
}

/** The day or week whose digest a subscriber should have at `now` (YYYY-MM-DD, its first day): the last that is over. */
export function digestDue(now: Date, kind: 'day' | 'week', hour: string, zone: string): string {
  const local = DateTime.fromJSDate(now, { zone });
  const begun = local.startOf(kind);
  const [hours, minutes] = hour.split(':').map(Number) as [number, number];
  const passed = local >= begun.set({ hour: hours, minute: minutes });
  return begun.minus({ [kind]: passed ? 1 : 2 }).toISODate() as string;
}
