import { z } from 'zod';

/** The answer of a route that has nothing to say. */
export const nothing = z.undefined().describe('Done');

/** The answer of a route that sends as it goes, in one of these media types. @param schema of what is sent bit by bit */
export const stream = (description: string, mediaTypes: readonly string[], schema?: z.ZodType) => ({
  description,
  content: Object.fromEntries(mediaTypes.map((type) => [type, { schema: schema ?? fileOf(type) }])),
});

const fileOf = (mediaType: string): z.ZodType => (/[/+]json\b/.test(mediaType) ? z.looseObject({}) : z.string());
