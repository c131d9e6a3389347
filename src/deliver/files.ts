import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Digest } from '../digest/types.ts';
import { FACES } from './faces.ts';

/** Writes a file whole or not at all, with the folders above it: whoever reads it meanwhile never sees half of one. */
export function writeWhole(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

/** Writes every face of a digest: `2026-11-22.html`, `2026-11-16-week.md` … @returns the paths */
export function writeDigest(folder: string, digest: Digest): string[] {
  const name = `${digest.period.from}${digest.period.kind === 'week' ? '-week' : ''}`;
  return Object.values(FACES).map(({ extension, render }) => {
    const path = join(folder, `${name}.${extension}`);
    writeWhole(path, render(digest));
    return path;
  });
}
