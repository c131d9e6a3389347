import { styleText } from 'node:util';
import type { Classification } from '../classify/types.ts';

/** An incident of the queue, as the API gives it. */
export interface ListedIncident {
  id: number;
  title: string;
  summary: string;
  flag: 'below' | 'above';
  score: number;
  severity: number;
  state: string;
  lastSeen: string;
  threats: string[];
  actors: string[];
  affected: string[];
  locations: string[];
  cues: string[];
  patterns: string[];
}

export interface IncidentJson extends ListedIncident {
  articles: {
    title: string;
    url: string | null;
    source: string;
    reliability: string;
    publishedAt: string;
    text: string;
    classification: Classification;
  }[];
  reviews: { decision: string; reason: string | null; note: string | null; by: string; at: string }[];
}

const WIDTH = 100;
const INDENT = '      ';

type Style = Parameters<typeof styleText>[0];
const style = (how: Style, text: string) => (process.stdout.isTTY ? styleText(how, text) : text);

/** Prints an incident in a few lines: what, how sure, why, where. */
export function printIncident(incident: ListedIncident): void {
  const { id, flag, score, title, summary } = incident;
  const label = flag === 'above' ? style(['red', 'bold'], 'ABOVE') : style('yellow', ` ${score.toFixed(2)}`);
  console.log(`${label} ${style('bold', clean(title))} ${style('dim', `#${id}, ${incident.state}`)}`);
  console.log(wrap(`“${clean(summary)}”`));
  line('threat', incident.threats);
  line('who', incident.actors);
  line('where', [...new Set([...incident.affected, ...incident.locations])]);
  line('cues', incident.cues);
  line('pattern', incident.patterns);
  console.log();
}

function line(name: string, values: readonly string[]): void {
  if (values.length > 0) console.log(`${INDENT}${style('dim', name.padEnd(8))} ${values.map(clean).join(', ')}`);
}

/** Prints an incident with its sources, what was done, who is said to have done it, and the decisions. */
export function printFile(incident: IncidentJson): void {
  printIncident(incident);
  for (const { title, url, source, reliability, publishedAt, classification } of incident.articles) {
    console.log(style('bold', clean(title)));
    console.log(
      `${INDENT}${clean(source)} (reliability ${reliability}), ${publishedAt}${url ? `, ${clean(url)}` : ''}`,
    );
    console.log(wrap(classification.why));
    for (const { threat, status, target, place } of classification.acts)
      console.log(
        `${INDENT}${style('dim', 'act'.padEnd(8))} ${[threat, status, target, place].filter(Boolean).join(', ')}`,
      );
    for (const { actor, confidence, source: by, basis } of classification.attributions)
      console.log(`${INDENT}${style('dim', 'by'.padEnd(8))} ${actor}, ${confidence} (${by}): ${clean(basis)}`);
    line('gates', [...new Set(classification.evidence.filter(({ kind }) => kind === 'gate').map(({ rule }) => rule))]);
    console.log();
  }
  for (const { decision, reason, note, by, at } of incident.reviews)
    console.log(`${at}  ${by}: ${decision}${reason ? ` (${reason})` : ''}${note ? `: ${clean(note)}` : ''}`);
}

/** Text from outside for a terminal: on one line and without control characters, which could move the cursor. */
export const clean = (text: string) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

export function wrap(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last.length + word.length + 1 > WIDTH - INDENT.length) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((one) => INDENT + one).join('\n');
}
