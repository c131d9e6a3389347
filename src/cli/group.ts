import { IncidentIndex } from '../incidents/incident-index.ts';
import { articleSignature } from '../incidents/signature.ts';
import { readLines, write } from './batch.ts';
import { articleLine } from './classify.ts';
import { readClassifier } from './read-classifier.ts';

/**
 * `subthreshold group [FILE]`: places the articles in the order of the lines, and tells each one's incident when all are
 * read. Of the lines, only the ids are kept.
 */
export async function groupCommand(file: string | undefined): Promise<void> {
  const classifier = readClassifier();
  const index = new IncidentIndex();
  const answers: object[] = [];
  let line = 0;
  for await (const { record, id, error } of readLines(file, articleLine)) {
    if (!record) {
      answers.push({ id, error });
      continue;
    }
    // The lines' own ids need not be unique.
    const key = String(line++);
    const article = { text: record.text, title: record.title ?? '', published: record.published ?? undefined };
    const classification = classifier.classify(article);
    const signature = articleSignature({ id: key, ...article, classification });
    answers.push({ id, incident: index.place(signature).incident });
  }
  for (const answer of answers) await write(answer);
}
