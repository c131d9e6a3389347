import { z } from 'zod';
import { classificationSchema } from '../../classify/types.ts';
import { foundFeedSchema } from './find-feeds.ts';

/** What a feed would bring, before it is on the list. */
export const feedTrialSchema = foundFeedSchema.extend({
  newest: z.string().nullable().describe('ISO 8601; null when no item tells its date'),
  problems: z.array(z.string()).describe('what is wrong, in words; empty when nothing is'),
  samples: z
    .array(
      z.object({
        title: z.string(),
        url: z.string().nullable(),
        published: z.string().nullable(),
        text: z.string(),
        pageError: z.string().nullable().describe("why the page's own text was not used"),
        tags: classificationSchema.pick({
          flag: true,
          score: true,
          threats: true,
          actors: true,
          affected: true,
          cues: true,
        }),
      }),
    )
    .describe('the first items, read'),
});
export type FeedTrial = z.infer<typeof feedTrialSchema>;
