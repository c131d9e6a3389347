import type { Card, CountryRisk, Digest, Quote } from '../types.ts';
import { capitalised, counted } from '../words.ts';
import { compactMatrix } from './compact-matrix.ts';
import { placePhrase, readingPhrase, repeats, statusPhrase, trendPhrase } from './phrases.ts';
import { safeUrl } from './safe-url.ts';

/** How many countries the matrix shows before the others share a column. */
const MOST_COLUMNS = 10;

/** A digest as CommonMark with tables (GFM). Text from outside is escaped: it makes no markup, link or HTML. */
export function renderMarkdown(digest: Digest): string {
  const { incidents, firsts, answers, watch, corrections, risk } = digest;
  const quiet = incidents.length === 0;
  const blocks = [
    `# ${plain(digest.title)}`,
    `Made ${plain(digest.generatedLabel)} · days in ${plain(digest.period.zone)}`,
    quiet
      ? digest.brief.map(({ text }) => plain(text)).join('  \n')
      : digest.brief.map(({ text, incidents: numbers }) => `- ${plain(text)}${refs(numbers)}`).join('\n'),
    !quiet && `## By vector and country\n\n${matrix(digest)}`,
    !quiet && `## Risk by country\n\n${risk.map(riskLine).join('\n')}`,
    firsts.length > 0 &&
      `## New\n\n${firsts.map(({ text, quote, incidents: numbers }) => `- ${quote ? quoted(quote) : plain(text)}${refs(numbers)}`).join('\n')}`,
    !quiet && `## Incidents by weight\n\n${incidents.map(card).join('\n\n')}`,
    answers.length > 0 &&
      `## How allies answered\n\n${answers
        .map(
          ({ name, answers: given }) =>
            `### ${plain(name)}\n\n${given
              .map(
                ({ who, title, quote, incidents: numbers }) =>
                  `- ${who.length > 0 ? `**${plain(who.join(', '))}:** ` : ''}${quote ? quoted(quote) : plain(title)}${refs(numbers)}`,
              )
              .join('\n')}`,
        )
        .join('\n\n')}`,
    watch.length > 0 &&
      `## What to watch\n\n${watch.map(({ when, kind, quote, incidents: numbers }) => `- **${plain(when || 'Open')}** (${kind}): ${quoted(quote)}${refs(numbers)}`).join('\n')}`,
    corrections.length > 0 && `## Corrections\n\n${corrections.map(({ text }) => `- ${plain(text)}`).join('\n')}`,
    !quiet && `## Method\n\n${[`${capitalised(readingPhrase(digest))}.`, ...digest.method].map(plain).join('\n\n')}`,
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function matrix(digest: Digest): string {
  const { columns, rows } = compactMatrix(digest.matrix, MOST_COLUMNS);
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['Vector', ...columns.map(({ name }) => plain(name)), 'All']),
    line(['---', ...columns.map(() => '---:'), '---:']),
    ...rows.map(({ name, cells, incidents }) =>
      line([plain(name), ...cells.map((cell) => cell.incidents.length || '·'), `**${incidents.length}**`]),
    ),
  ].join('\n');
}

function riskLine({ name, severity, threats, week, month, rising, incidents }: CountryRisk): string {
  const alone = rising.map((threat) => `; ▲ ${threat.name.toLowerCase()} alone, ${trendPhrase(threat.trend)}`).join('');
  return `- **${plain(name)}** (severity ${severity} of 5): ${plain(
    `${threats.map((threat) => threat.name.toLowerCase()).join(', ')}. ${trendPhrase(week)}; ${trendPhrase(month)}${alone}`,
  )}${refs(incidents)}`;
}

function card(incident: Card): string {
  const { number, title, summary, severity, severityName, flag, stateName, evidence, sources } = incident;
  const above = flag === 'above' ? ' · **above the threshold**' : '';
  return [
    `### ${number}. ${plain(title)}`,
    `Severity ${severity} (${severityName}) · ${plain(placePhrase(incident))} · ${stateName}${above}`,
    !repeats(summary, title) && plain(summary),
    evidence && !repeats(evidence.text, summary) && `> ${plain(evidence.text)} (${source(evidence)})`,
    `${plain(capitalised(statusPhrase(incident)))}. ${capitalised(counted(sources.length, 'report'))}: ${sources.map(source).join(', ')}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const quoted = (quote: Quote) => `“${plain(quote.text)}” (${source(quote)})`;

function source({ source: name, reliability, url }: Pick<Quote, 'source' | 'reliability' | 'url'>): string {
  const address = safeUrl(url)?.replace(/[<>()\\\s]/g, encodeURIComponent);
  return `${address ? `[${plain(name)}](<${address}>)` : plain(name)}, ${reliability}`;
}

const refs = (numbers: readonly number[]) => (numbers.length > 0 ? ` \\[${numbers.join(', ')}\\]` : '');

/** Escapes what Markdown would read as markup, also at the beginning of a line. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+#=]/, '\\$&');
