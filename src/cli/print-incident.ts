import { styleText } from 'node:util';
import type { Json } from '../desk/json.ts';
import { actorName, countryName, threatName } from '../digest/words.ts';
import type { Incident, IncidentFile } from '../store/incidents.ts';

const INDENT = '      ';
/** Lines end here: at a reader's comfort, or where the terminal does. */
const width = () => Math.min(100, Math.max(40, process.stdout.columns ?? 100));

/** Prints an incident in a few lines: what, how sure, why, where. */
export function printIncident(incident: Json<Incident>): void {
  const { id, flag, score, title, summary } = incident;
  const label = flag === 'above' ? styleText(['red', 'bold'], 'ABOVE') : styleText('yellow', ` ${score.toFixed(2)}`);
  // The number stays in one piece at the end, and stands back behind the title.
  const number = `#${id},\u00a0${incident.state}`;
  const lines = wrapped(`${clean(title)} ${number}`).map((one) =>
    one.endsWith(number)
      ? styleText('bold', one.slice(0, -number.length)) + styleText('dim', number.replace('\u00a0', ' '))
      : styleText('bold', one),
  );
  console.log(`${label} ${lines.join(`\n${INDENT}`)}`);
  console.log(wrap(`“${clean(summary)}”`));
  line('threat', incident.threats.map(threatName));
  line('who', incident.actors.map(actorName));
  line('where', [...incident.affected, ...incident.locations].map(countryName));
  line('cues', incident.cues);
  line('pattern', incident.patterns);
  console.log();
}

function line(name: string, values: readonly string[]): void {
  if (values.length === 0) return;
  const label = name.padEnd(9);
  const [first, ...more] = wrapped([...new Set(values.map(clean))].join(', '), label.length);
  console.log(`${INDENT}${styleText('dim', label)}${first}`);
  for (const one of more) console.log(`${INDENT}${' '.repeat(label.length)}${one}`);
}

/** Prints an incident with its sources, what was done, who is said to have done it, and the decisions. */
export function printFile(incident: Json<IncidentFile>): void {
  printIncident(incident);
  for (const { title, url, source, reliability, publishedAt, classification } of incident.articles) {
    console.log(styleText('bold', clean(title)));
    console.log(
      `${INDENT}${clean(source)} (reliability ${reliability}), ${publishedAt}${url ? `, ${clean(url)}` : ''}`,
    );
    console.log(wrap(classification.why));
    for (const { threat, status, target, place } of classification.acts)
      line(
        'act',
        [threatName(threat), status, target && countryName(target), place].filter((part) => part !== null),
      );
    for (const { actor, confidence, source: by, basis } of classification.attributions)
      line('by', [`${actorName(actor)}, ${confidence} (${by}): ${basis}`]);
    line('gates', [...new Set(classification.evidence.filter(({ kind }) => kind === 'gate').map(({ rule }) => rule))]);
    console.log();
  }
  for (const { decision, reason, note, by, at } of incident.reviews)
    console.log(`${at}  ${by}: ${decision}${reason ? ` (${reason})` : ''}${note ? `: ${clean(note)}` : ''}`);
}

/** Text from outside for a terminal: on one line and without control characters, which could move the cursor. */
export const clean = (text: string) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

/** Text in indented lines that fit the terminal. */
export const wrap = (text: string): string =>
  wrapped(text)
    .map((one) => INDENT + one)
    .join('\n');

/** Text in lines that leave room for the indent, and for `label` characters more. */
function wrapped(text: string, label = 0): string[] {
  const room = width() - INDENT.length - label;
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) as string;
    if (last && last.length + word.length + 1 > room) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}
