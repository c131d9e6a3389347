import type { Pact } from '../config/rules/schemas.ts';

/** ISO alpha-2 codes of the states that a pact covers on `day` (ISO 8601; undefined: the latest state of things). */
export function protectedStates(pacts: readonly Pact[], day: string | undefined): Set<string> {
  const on = day && /^\d{4}-\d{2}-\d{2}/.test(day) ? day.slice(0, 10) : '9999-12-31';
  return new Set(
    pacts.flatMap(({ members }) =>
      members.flatMap(({ code, since, until }) => (since <= on && (!until || on < until) ? [code] : [])),
    ),
  );
}
