import type { Card, Digest, Quote } from '../types.ts';
import { capitalised, counted } from '../words.ts';
import { BEHIND_NOTE, behindRisk, type CountryBehind } from './behind.ts';
import { placePhrase, readingPhrase, repeats, statusPhrase, trendPhrase } from './phrases.ts';
import { safeUrl } from './safe-url.ts';

const WIDTH = 76;

/** A digest as plain text, wrapped at 76 columns: the text part of a mail, or a terminal. */
export function renderText(digest: Digest): string {
  const { incidents, matrix, risk, firsts, answers, watch, corrections, brief } = digest;
  const quiet = incidents.length === 0;
  const blocks = [
    [digest.title, `Made ${digest.generatedLabel}, days in ${digest.period.zone}`].join('\n'),
    brief
      .map(({ text, incidents: numbers }) => (quiet ? wrap(text, '') : wrap(`${text}${refs(numbers)}`, '- ')))
      .join('\n'),
    !quiet &&
      section(
        'By vector and country',
        matrix.rows.map(({ name, cells, incidents: numbers }) => {
          const where = cells
            .map((cell, index) => ({ country: matrix.countries[index]?.name, of: cell.incidents }))
            .filter(({ of }) => of.length > 0);
          return wrap(
            `${name}: ${numbers.length} (${where.map(({ country, of }) => `${country} ${of.length}${refs(of)}`).join(', ')})`,
            '- ',
          );
        }),
      ),
    section(
      'Risk by country',
      risk.map(({ name, severity, week, month, incidents: numbers }) =>
        wrap(`${name}, severity ${severity} of 5. ${trendPhrase(week)}; ${trendPhrase(month)}${refs(numbers)}`, '- '),
      ),
    ),
    section(
      'New',
      firsts.map(({ text, quote, incidents: numbers }) =>
        wrap(`${quote ? quoted(quote) : text}${refs(numbers)}`, '- '),
      ),
    ),
    section('Incidents by weight', incidents.map(card), '\n\n'),
    section(
      'How allies answered',
      answers.map(({ name, answers: given }) =>
        [
          `${name}:`,
          ...given.map(({ who, title, quote, incidents: numbers }) =>
            wrap(
              `${who.length > 0 ? `${who.join(', ')}: ` : ''}${quote ? quoted(quote) : title}${refs(numbers)}`,
              '- ',
            ),
          ),
        ].join('\n'),
      ),
    ),
    section(
      'What to watch',
      watch.map(({ when, kind, quote, incidents: numbers }) =>
        wrap(`${when || 'Open'} (${kind}): ${quoted(quote)}${refs(numbers)}`, '- '),
      ),
    ),
    section(
      'Corrections',
      corrections.map(({ text }) => wrap(text, '- ')),
    ),
    !quiet &&
      section(
        'Method',
        [`${capitalised(readingPhrase(digest))}.`, ...digest.method].map((text) => wrap(text, '')),
      ),
    !quiet && section('Behind the figures', [wrap(BEHIND_NOTE, ''), ...behindRisk(digest).map(countryBehind)], '\n\n'),
  ];
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

const section = (title: string, parts: readonly string[], gap = '\n') =>
  parts.length > 0 && `${title.toUpperCase()}\n${'-'.repeat(title.length)}\n${parts.join(gap)}`;

function card(incident: Card): string {
  const { number, title, summary, severity, severityName, flag, stateName, evidence, sources } = incident;
  const above = flag === 'above' ? ', ABOVE THE THRESHOLD' : '';
  return [
    wrap(title, `${number}. `),
    wrap(`Severity ${severity} (${severityName})${above} · ${placePhrase(incident)} · ${stateName}`, '   '),
    summary && !repeats(summary, title) && wrap(summary, '   '),
    evidence && !repeats(evidence.text, summary) && wrap(quoted(evidence), '   '),
    wrap(`${capitalised(statusPhrase(incident))}. ${capitalised(counted(sources.length, 'report'))}:`, '   '),
    ...sources.map(
      ({ source, reliability, url }) => `   ${source} (${reliability})${safeUrl(url) ? ` ${safeUrl(url)}` : ''}`,
    ),
  ]
    .filter(Boolean)
    .join('\n');
}

function countryBehind({ name, week, month, rising }: CountryBehind): string {
  const lines = (past: CountryBehind['week']['past']) => past.map(({ line }) => wrap(line, '  - '));
  const more = month.count > week.count ? `, with${refs(month.numbers)}` : ', the same';
  return [
    `${name}:`,
    wrap(`7 days: ${week.count}${refs(week.numbers)}`, '- '),
    ...lines(week.past),
    wrap(`28 days: ${month.count}${more}`, '- '),
    ...lines(month.past),
    ...rising.map(({ name: threat, days, count, numbers, past }) =>
      wrap(
        `${threat} alone, ${days} days: ${count}${refs(numbers)} ${past.map(({ id }) => `#${id}`).join(', ')}`,
        '- ',
      ),
    ),
  ].join('\n');
}

const quoted = ({ text, source, reliability }: Quote) => `“${text}” (${source}, ${reliability})`;

const refs = (numbers: readonly number[]) => (numbers.length > 0 ? ` [${numbers.join(', ')}]` : '');

/** Breaks a text at blanks; the first line begins with `lead`, the others with as many blanks. */
function wrap(text: string, lead: string): string {
  const indent = ' '.repeat(lead.length);
  const lines: string[] = [];
  let line = lead;
  let empty = true;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
