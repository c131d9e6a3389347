import { type FetchSettings, readSettings } from '../../../src/config/settings.ts';

const defaults = readSettings({}).fetch;

/** Settings with limits so tight that a test is over at once; everything on 127.0.0.1 is let in. */
export function fetchSettings(changes: Partial<FetchSettings> = {}): FetchSettings {
  return {
    ...defaults,
    timeouts: { connect: 300, firstByte: 300, total: 600 },
    maxBytes: { wire: 200_000, decompressed: 400_000 },
    perHostConcurrency: 20,
    perHostDelay: 0,
    allowAddresses: ['127.0.0.1'],
    ...changes,
  };
}
