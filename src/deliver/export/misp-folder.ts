import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files.ts';
import { type MispEvent, mispFeed } from './misp.ts';

/** Writes events into the folder of a static MISP feed, made where there is none; what it has held before is followed up. */
export function writeMispFolder(folder: string, events: readonly MispEvent[]): void {
  const held = (name: string): MispEvent | undefined => {
    const path = join(folder, name);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).Event : undefined;
  };
  for (const [name, content] of mispFeed(events, held)) writeWhole(join(folder, name), content);
}
