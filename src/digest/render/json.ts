import type { Digest } from '../types.ts';

/** A digest as JSON, indented by two, with a newline at the end. */
export const renderJson = (digest: Digest): string => `${JSON.stringify(digest, null, 2)}\n`;
