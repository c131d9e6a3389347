import { createHash } from 'node:crypto';

/** The project's own namespace: ids of what is the same for every installation (states, actors, places). */
export const SHARED_NAMESPACE = '0f6c2f1e-6c0b-5d0e-9a55-2b7f8f6c3a71';

/** A name's UUID in a namespace, the same each time: version 5 of RFC 9562, section 5.5. */
export function uuidOf(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
