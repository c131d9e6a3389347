/** What somebody may do on the desk; each role may do what those before it may. */
export const ROLES = ['viewer', 'analyst', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role may do what another one is asked for. */
export const mayActAs = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

/** The lesser of two roles. */
export const lesser = (a: Role, b: Role): Role => (mayActAs(a, b) ? b : a);
