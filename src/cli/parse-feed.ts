import { z } from 'zod';
import { parseFeed } from '../ingest/feed/parse-feed.ts';
import { runBatch } from './batch.ts';

const schema = z.object({
  id: z.union([z.string(), z.number()]),
  body_base64: z.string(),
  contentType: z.string().nullish(),
  url: z.string().nullish(),
  feedUrl: z.string().nullish(),
});

/** `subthreshold parse-feed [FILE]` */
export async function parseFeedCommand(file: string | undefined): Promise<void> {
  await runBatch(file, schema, ({ body_base64, contentType, url, feedUrl }) =>
    parseFeed(Buffer.from(body_base64, 'base64'), {
      contentType: contentType ?? undefined,
      url: url ?? feedUrl ?? undefined,
    }),
  );
}
