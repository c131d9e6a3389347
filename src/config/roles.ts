/** What somebody may do on the desk; each role may do what those before it may. */
export const ROLES = ['viewer', 'analyst', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** What a token may do: what a role may, or no more than watch over the processes (`/readyz`, `/metrics`). */
export const SCOPES = ['monitor', ...ROLES] as const;
export type Scope = (typeof SCOPES)[number];

/** Whether a role or scope may do what another one is asked for. */
export const mayActAs = (scope: Scope, needed: Scope): boolean => SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);

/** The lesser of two. */
export const lesser = (a: Scope, b: Scope): Scope => (mayActAs(a, b) ? b : a);
