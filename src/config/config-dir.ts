import { fileURLToPath } from 'node:url';

/** The configuration folder: `SUBTHRESHOLD_CONFIG_DIR`, else the one that comes with the program. */
export function configDir(env: NodeJS.ProcessEnv = process.env): string {
  return env.SUBTHRESHOLD_CONFIG_DIR || fileURLToPath(new URL('../../config/', import.meta.url));
}
