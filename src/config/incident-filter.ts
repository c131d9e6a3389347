import { z } from 'zod';
import { REVIEW_STATES } from './review-states.ts';
import { THREATS } from './rules/schemas.ts';

const some = <T extends z.ZodType>(one: T) => z.array(one).min(1);

const conditions = {
  flag: some(z.enum(['below', 'above'])).optional(),
  state: some(z.enum(REVIEW_STATES)).optional(),
  /** at least; an incident above the threshold passes any score */
  score: z.number().min(0).max(1).optional(),
  /** at least */
  severity: z.number().int().min(1).max(5).optional(),
  threats: some(z.enum(THREATS)).optional(),
  affected: some(z.string().regex(/^[A-Z]{2}$/, 'must be a state by its ISO alpha-2 code: RO')).optional(),
  actors: some(z.string().min(1)).optional(),
};

/** Which incidents are meant: every condition holds, and of `any` one at least; of a list, one entry is enough. */
export const incidentFilter = z.strictObject({
  ...conditions,
  any: some(z.strictObject(conditions)).optional(),
});

export type IncidentFilter = z.infer<typeof incidentFilter>;

/** What a filter looks at. */
export interface Filtered {
  flag: string;
  state: string;
  score: number;
  severity: number;
  threats: readonly string[];
  affected: readonly string[];
  actors: readonly string[];
}

/** Whether an incident is meant. Dismissed ones are only where the filter names that state. */
export function isMeant({ any, ...all }: IncidentFilter, incident: Filtered): boolean {
  const named = [all, ...(any ?? [])].some(({ state }) => state?.includes('dismissed'));
  if (incident.state === 'dismissed' && !named) return false;
  return holds(all, incident) && (any === undefined || any.some((one) => holds(one, incident)));
}

function holds(filter: Omit<IncidentFilter, 'any'>, incident: Filtered): boolean {
  const { flag, state, score, severity, threats, affected, actors } = filter;
  const shares = (wanted: readonly string[] | undefined, there: readonly string[]) =>
    wanted === undefined || wanted.some((one) => there.includes(one));
  return (
    shares(flag, [incident.flag]) &&
    shares(state, [incident.state]) &&
    (score === undefined || incident.score >= score || incident.flag === 'above') &&
    (severity === undefined || incident.severity >= severity) &&
    shares(threats, incident.threats) &&
    shares(affected, incident.affected) &&
    shares(actors, incident.actors)
  );
}
