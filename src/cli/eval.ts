import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Baseline, crossValidate } from './baseline.ts';
import { readLines } from './batch.ts';
import { type EvaluationReport, evaluate, evaluateScores, type GoldItem, type Measure } from './evaluation.ts';
import { readClassifier } from './read-classifier.ts';

const labels = z.object({
  flag: z.enum(['below', 'above', 'none']),
  threats: z.array(z.string()).default([]),
  actors: z.array(z.string()).default([]),
  locations: z.array(z.string()).default([]),
  affected: z.array(z.string()).default([]),
  cues: z.array(z.string()).default([]),
  acts: z.array(z.string()).exactOptional(),
  attributions: z.array(z.string()).exactOptional(),
});
const goldLine = z.object({
  id: z.union([z.string(), z.number()]),
  title: z
    .string()
    .nullish()
    .transform((title) => title ?? ''),
  text: z.string(),
  published: z
    .string()
    .nullish()
    .transform((day) => day ?? undefined),
  labels,
});

/** `subthreshold eval GOLD.jsonl`: how well the rules do on labelled items, beside a text classifier of natural. */
export async function evalCommand(
  file: string,
  { compare, worst, baseline, json }: { compare?: string; worst: string; baseline: Baseline; json?: boolean },
): Promise<void> {
  const gold: GoldItem[] = [];
  for await (const { record, id, error } of readLines(file, goldLine)) {
    if (record) gold.push(record as GoldItem);
    else console.error(`${file}: ${id ?? 'a line'}: ${error}`);
  }
  if (gold.length === 0) throw new Error(`${file} holds no labelled item`);
  const classifier = readClassifier();
  const given = gold.map(({ title, text, published }) => classifier.classify({ title, text, published }));
  const report: EvaluationReport = {
    rules: classifier.version,
    ...evaluate(gold, given, Number(worst)),
    baseline: { [baseline]: evaluateScores(crossValidate(gold, baseline)) },
  };
  const earlier = compare === undefined ? undefined : (JSON.parse(readFileSync(compare, 'utf8')) as EvaluationReport);
  console.log(json ? JSON.stringify(report) : print(report, earlier));
}

function print(report: EvaluationReport, earlier: EvaluationReport | undefined): string {
  const change = (now: number, then: number | undefined) =>
    then === undefined || Math.abs(now - then) < 0.0005 ? '' : `  (${now > then ? '+' : ''}${(now - then).toFixed(3)})`;
  const row = (name: string, m: Measure, then?: Measure) =>
    `  ${name.padEnd(26)} P ${m.precision.toFixed(3)}  R ${m.recall.toFixed(3)}  F1 ${m.f1.toFixed(3)}  n ${String(m.n).padStart(4)}${change(m.f1, then?.f1)}`;
  const lines = [
    `${report.items} items, rule set ${report.rules}${earlier ? `, against ${earlier.rules}` : ''}`,
    '',
    row('below', report.below, earlier?.below),
    `  ${'average precision'.padEnd(26)} ${report.averagePrecision.toFixed(3)}${change(report.averagePrecision, earlier?.averagePrecision)}`,
    `  ${'accuracy of the flag'.padEnd(26)} ${report.accuracy.toFixed(3)}${change(report.accuracy, earlier?.accuracy)}`,
    ...Object.entries(report.fields).map(([field, m]) => row(field, m, earlier?.fields[field])),
    '',
    'Text classifier of natural, cross-validated on the same labels',
    ...Object.entries(report.baseline).flatMap(([name, { below, averagePrecision }]) => [
      `${row(name, below)}  average precision ${averagePrecision.toFixed(3)}`,
    ]),
    '',
    'Reliability: of the items given such a score, the share that is below',
    ...report.reliability.map(
      ({ from, to, n, said, were }) =>
        `  ${from.toFixed(1)} to ${to.toFixed(1)}  said ${said.toFixed(2)}  were ${were.toFixed(2)}  n ${n}`,
    ),
    '',
    'Flags: wanted, given',
    ...Object.entries(report.confusion).map(
      ([wanted, row]) =>
        `  ${wanted.padEnd(6)} ${Object.entries(row)
          .map(([flag, n]) => `${flag} ${n}`)
          .join(', ')}`,
    ),
  ];
  for (const [field, byLabel] of Object.entries(report.labels))
    lines.push(
      '',
      field,
      ...Object.entries(byLabel).map(([label, m]) => row(label, m, earlier?.labels[field]?.[label])),
    );
  if (report.worst.length > 0)
    lines.push(
      '',
      'Worst misses',
      ...report.worst.map(
        ({ id, wanted, given, score, title, why }) =>
          `  ${id}: ${wanted}, given ${given} (${score.toFixed(2)}): ${title}\n      ${why}`,
      ),
    );
  return lines.join('\n');
}
