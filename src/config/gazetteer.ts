import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The place index that the build made: dist/gazetteer.bin, for sources and compiled code alike.
 * @throws Error when it is missing
 */
export function readGazetteer(): Uint8Array {
  try {
    return readFileSync(fileURLToPath(new URL('../../dist/gazetteer.bin', import.meta.url)));
  } catch (error) {
    throw new Error('the place index (dist/gazetteer.bin) is missing; build it with "npm run build"', { cause: error });
  }
}
