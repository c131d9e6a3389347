import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The place index that the build made (dist/gazetteer.bin, for sources and compiled code alike). Throws when it is missing. */
export function readGazetteer(): Uint8Array {
  return readFileSync(fileURLToPath(new URL('../../dist/gazetteer.bin', import.meta.url)));
}
