import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody can guess: 32 random bytes, as base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * The hash by which a secret is kept. What is random needs no slow hash: there is nothing to guess, and it is looked up
 * with each request.
 */
export const keyOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
