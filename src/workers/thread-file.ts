import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A thread needs JavaScript: the one beside this file, or the built one where tests run from the sources. */
export function threadFile(name: string): string {
  const beside = fileURLToPath(new URL(`./${name}.thread.js`, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../../dist/workers/${name}.thread.js`, import.meta.url));
}
