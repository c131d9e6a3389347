import { z } from 'zod';
import { configDir } from '../config/config-dir.ts';
import { readSiteRules } from '../config/sites.ts';
import { extractArticle } from '../ingest/article/extract.ts';
import { runBatch } from './batch.ts';

const schema = z.object({
  id: z.union([z.string(), z.number()]),
  html: z.string(),
  url: z.string().nullish(),
});

/** `subthreshold extract [FILE]` */
export async function extractCommand(file: string | undefined): Promise<void> {
  const rules = readSiteRules(configDir());
  await runBatch(file, schema, ({ html, url }) => extractArticle(html, url ?? undefined, rules));
}
