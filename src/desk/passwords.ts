import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** Parameters of the OWASP Password Storage Cheat Sheet for argon2id: 19 MiB, 2 passes, 1 lane. */
const ARGON2ID = {
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Of no password. Whoever asks for a user that does not exist waits as long as for one that does. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$MjM0NTY3ODkwMTIzNDU2Nw$1a0A6gPrE3oAvVyC2SFyXCdEFsKZVtvKZxhe3Io4Yo0';

export const SHORTEST = 12;
export const LONGEST = 256;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), ARGON2ID);

/** Whether a password is the one of the hash; null stands for a user without one. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password.normalize('NFKC'));
  return right && passwordHash !== null;
}

/**
 * Why a password is too easy to guess, null when it is not. Length is what counts (NIST SP 800-63B); what is refused
 * beside is what anybody would try first.
 */
export function weakness(password: string, name: string): string | null {
  const folded = password.normalize('NFKC').toLowerCase();
  if ([...password].length < SHORTEST)
    return `a password has at least ${SHORTEST} characters; several words are easy to remember`;
  if (new Set(folded).size < 5) return 'that is the same few characters again and again';
  if (name.length > 2 && folded.replaceAll(name.toLowerCase(), '').length < SHORTEST / 2)
    return 'that is little more than the name';
  if (folded.replaceAll(/subthreshold|password|[\d\W_]/g, '').length < 4) return 'that is what anybody would try first';
  return null;
}
