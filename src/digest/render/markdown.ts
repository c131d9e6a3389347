import type { BriefLine, Card, CountedTrend, CountryRisk, Digest, Matrix, Quote } from '../types.ts';
import { capitalised, counted } from '../words.ts';
import {
  BEHIND_NOTE,
  behindRisk,
  type CountryBehind,
  cardAnchor,
  cellAnchor,
  countryAnchor,
  countsOf,
  leadOf,
  othersAnchor,
  risingAnchor,
  vectorAnchor,
} from './behind.ts';
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
      : digest.brief.map((line) => `- ${plain(line.text)}${refs(line.incidents)}${all(line, digest)}`).join('\n'),
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
    !quiet && behind(digest),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

function matrix(digest: Digest): string {
  const { columns, kept, rows } = compactMatrix(digest.matrix, MOST_COLUMNS);
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['Vector', ...columns.map(({ name }) => plain(name)), 'All']),
    line(['---', ...columns.map(() => '---:'), '---:']),
    ...rows.map((row, index) => {
      const list = vectorAnchor(index);
      const cells = row.cells.map((cell, column) => {
        const cellList = column < kept ? cellAnchor(index, column) : othersAnchor(index);
        return cell.incidents.length > 0 ? lead(cell.incidents.length, leadOf(cell, cellList)) : '·';
      });
      return line([plain(row.name), ...cells, `**${lead(row.incidents.length, leadOf(row, list))}**`]);
    }),
  ].join('\n');
}

function riskLine({ name, severity, threats, week, month, rising, incidents }: CountryRisk, index: number): string {
  const what = plain(threats.map((threat) => threat.name.toLowerCase()).join(', '));
  const alone = rising.map(
    (threat, at) => `; ▲ ${plain(threat.name.toLowerCase())} alone, ${trend(threat.trend, risingAnchor(index, at))}`,
  );
  return `- **${plain(name)}** (severity ${severity} of 5): ${what}. ${trend(week, countryAnchor(index, 7))}; ${trend(month, countryAnchor(index, 28))}${alone.join('')}${refs(incidents)}`;
}

/** What a trend says; the number leads to what it counts. */
const trend = (of: CountedTrend, anchor: string) =>
  plain(trendPhrase(of)).replace(/(?<=: )\d+/, (count) => (of.ids ? lead(count, anchor) : count));

function card(incident: Card): string {
  const { number, title, summary, severity, severityName, flag, stateName, evidence, sources } = incident;
  const above = flag === 'above' ? ' · **above the threshold**' : '';
  return [
    `### ${number}. ${plain(title)} ${target(cardAnchor(number))}`,
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

const refs = (numbers: readonly number[]) =>
  numbers.length > 0 ? ` \\[${numbers.map((number) => lead(number, cardAnchor(number))).join(', ')}\\]` : '';

/** Leads to all that a line's counts take in. */
const all = (line: BriefLine, digest: Digest) =>
  countsOf(line, digest)
    .map(({ text, anchor }) => ` ${lead(text, anchor)}`)
    .join('');

const lead = (figure: number | string, anchor: string) => `[${figure}](#${anchor})`;

/** What a figure leads to: Markdown has no other word for it. */
const target = (anchor: string) => `<a id="${anchor}"></a>`;

function behind(digest: Digest): string {
  const countries = behindRisk(digest).map(countryBehind);
  return `## Behind the figures\n\n${[plain(BEHIND_NOTE), ...vectorsBehind(digest.matrix), ...countries].join('\n\n')}`;
}

/** But for figures of one incident, which lead to it. */
function vectorsBehind(matrix: Matrix): string[] {
  const { kept } = compactMatrix(matrix, MOST_COLUMNS);
  const lines = matrix.rows.flatMap(({ name, incidents, cells }, row) => {
    const firstOther = cells.findIndex((cell, column) => column >= kept && cell.incidents.length > 0);
    const found = cells.flatMap(({ incidents: of }, column) => {
      const anchors = [column === firstOther && othersAnchor(row), of.length > 1 && cellAnchor(row, column)];
      const country = plain(matrix.countries[column]?.name ?? '');
      return of.length > 0
        ? `${anchors
            .map((one) => one && target(one))
            .filter(Boolean)
            .join('')}${country} ${of.length}${refs(of)}`
        : [];
    });
    return incidents.length > 1
      ? `- ${target(vectorAnchor(row))}**${plain(name)}** ${incidents.length}: ${found.join(', ')}`
      : [];
  });
  return lines.length > 0 ? [lines.join('\n')] : [];
}

function countryBehind({ name, week, month, rising }: CountryBehind): string {
  const lines = (past: CountryBehind['week']['past']) => past.map(({ line }) => `\n  - ${plain(line)}`).join('');
  const alone = rising.map(
    ({ name: threat, days, anchor, count, numbers, past }) =>
      `\n- ${target(anchor)}${plain(threat)} alone, ${days} days: **${count}**${refs(numbers)} ${past.map(({ id }) => `#${id}`).join(', ')}`,
  );
  const more = month.count > week.count ? `, with${refs(month.numbers)}${lines(month.past)}` : ', the same';
  return [
    `### ${plain(name)}`,
    `- ${target(week.anchor)}7 days: **${week.count}**${refs(week.numbers)}${lines(week.past)}
- ${target(month.anchor)}28 days: **${month.count}**${more}${alone.join('')}`,
  ].join('\n\n');
}

/** Escapes what Markdown would read as markup, also at the beginning of a line. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^[-+#=]/, '\\$&');
