import { z } from 'zod';

/** What an address names by a number. @param what `an incident`, for the description of the API */
export const byId = (what: string) =>
  z.object({ id: z.coerce.number().int().positive().describe(`which: the id of ${what}`) });

/** What an address names by a word. */
export const byKey = (what: string) => z.object({ key: z.string().describe(`which: the key of ${what}`) });
