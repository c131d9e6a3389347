import { z } from 'zod';
import { runBatch } from './batch.ts';
import { readClassifier } from './read-classifier.ts';

export const articleLine = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  title: z.string().nullish(),
  url: z.string().nullish(),
  published: z.string().nullish(),
});

/** `subthreshold classify [FILE]` */
export async function classifyCommand(file: string | undefined): Promise<void> {
  const classifier = readClassifier();
  await runBatch(file, articleLine, ({ text, title, url, published }) =>
    classifier.classify({ text, title: title ?? '', url: url ?? undefined, published: published ?? undefined }),
  );
}
