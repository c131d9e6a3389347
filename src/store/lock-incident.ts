import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import type { Incident } from './incidents.ts';
import { incidents } from './schema.ts';

/** An incident, and the version of it that a decision rests on: any when left out. */
export interface Seen {
  id: number;
  version?: number | undefined;
}

/** Somebody else has changed the incident since it was read. */
export class StaleVersionError extends Error {
  readonly current: number;

  constructor(id: number, read: number, current: number) {
    super(`incident ${id} has changed since you read it (you read version ${read}, it is ${current}): look again`);
    this.name = 'StaleVersionError';
    this.current = current;
  }
}

/**
 * An incident for a change of it: whoever else wants to change it waits until the transaction ends.
 *
 * @returns undefined when there is none with this id
 * @throws StaleVersionError when `version` is not the present one
 */
export async function lockIncident(tx: Database, { id, version }: Seen): Promise<Incident | undefined> {
  const [incident] = await tx.select().from(incidents).where(eq(incidents.id, id)).for('update');
  if (incident && version !== undefined && version !== incident.version)
    throw new StaleVersionError(id, version, incident.version);
  return incident;
}
