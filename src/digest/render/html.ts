import type { Answer, Card, CountedTrend, CountryRisk, Digest, Matrix, Quote } from '../types.ts';
import { capitalised, counted, figure, listed, NO_STATE } from '../words.ts';
import {
  BEHIND_NOTE,
  behindRisk,
  type Counted,
  type CountryBehind,
  cardAnchor,
  cellAnchor,
  countryAnchor,
  countsOf,
  kindAnchor,
  kindsOf,
  leadOf,
  othersAnchor,
  risingAnchor,
  vectorAnchor,
} from './behind.ts';
import { compactMatrix, OTHER } from './compact-matrix.ts';
import { placePhrase, probability, readingPhrase, repeats, statusPhrase } from './phrases.ts';
import { html, SafeHtml } from './safe-html.ts';
import { safeUrl } from './safe-url.ts';

const SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const SERIF = "Georgia,'Times New Roman',serif";

// Each class has its light style inline, where every mail client reads it, and its dark one in <style>.
const STYLES = {
  page: ['background:#eef0f2;margin:0;padding:0', 'background:#101418'],
  sheet: [
    `background:#ffffff;color:#1c2126;font:14px/1.5 ${SANS};max-width:680px;width:100%`,
    'background:#171c21;color:#dfe4e8',
  ],
  brand: [
    'color:#8a2f1d;font-size:11px;font-weight:700;letter-spacing:.14em;text-transform:uppercase',
    'color:#ee8f78',
  ],
  title: [`color:#1c2126;font:400 25px/1.2 ${SERIF};margin:4px 0 2px`, 'color:#f1f4f6'],
  heading: [
    'border-top:1px solid #1c2126;color:#1c2126;font-size:12px;font-weight:700;letter-spacing:.08em;margin:30px 0 8px;padding-top:7px;text-transform:uppercase',
    'border-top-color:#8d979f;color:#f1f4f6',
  ],
  mute: ['color:#5d6770', 'color:#9aa5ae'],
  note: ['color:#5d6770;font-size:12px;line-height:1.45;margin:5px 0 6px', 'color:#9aa5ae'],
  brief: [`color:#1c2126;font:16.5px/1.42 ${SERIF};padding:5px 0;vertical-align:top`, 'color:#e9edf0'],
  dash: [
    `color:#8a2f1d;font:16.5px/1.42 ${SERIF};padding:5px 9px 5px 0;vertical-align:top;width:12px`,
    'color:#ee8f78',
  ],
  tie: ['color:#8a2f1d', 'color:#ee8f78'],
  ref: ['color:#8a2f1d;font:600 11px Arial,sans-serif;text-decoration:none', 'color:#ee8f78'],
  stat: ['padding:0 12px 0 0;vertical-align:top', ''],
  number: [`color:#1c2126;font:400 24px/1.15 ${SERIF}`, 'color:#f1f4f6'],
  count: ['color:#5d6770;font-weight:400', 'color:#9aa5ae'],
  kind: ['color:#5d6770;font-size:11px;font-weight:400;line-height:1.3', 'color:#9aa5ae'],
  label: ['color:#5d6770;font-size:11px;line-height:1.3', 'color:#9aa5ae'],
  corner: [
    'border-bottom:1px solid #c9cfd4;font-size:11px;font-weight:400;padding:3px 0;text-align:left',
    'border-bottom-color:#46515a',
  ],
  column: [
    'border-bottom:1px solid #c9cfd4;color:#1c2126;font-size:11px;font-weight:700;padding:3px 0;text-align:center;width:30px',
    'border-bottom-color:#46515a;color:#dfe4e8',
  ],
  // Empty cells have their looks from the row: there are many.
  line: ['border-bottom:1px solid #eceff1;color:#c6ccd1;font-size:13px', 'border-bottom-color:#283038;color:#46515a'],
  row: ['color:#1c2126;font-weight:400;line-height:1.25;padding:4px 6px 4px 0;text-align:left', 'color:#dfe4e8'],
  heat1: ['background:#f8e6df;color:#5c1c10', 'background:#3b2620;color:#f4c4b6'],
  heat2: ['background:#efc4b5;color:#5c1c10', 'background:#5e3024;color:#fbd9cf'],
  heat3: ['background:#d98a73;color:#2f0d07', 'background:#8c3f2c;color:#ffffff'],
  total: ['color:#1c2126;font-weight:700;width:36px', 'color:#dfe4e8'],
  risk: ['border-bottom:1px solid #eceff1;padding:7px 10px 7px 0;vertical-align:top', 'border-bottom-color:#283038'],
  trend: [
    'border-bottom:1px solid #eceff1;padding:7px 0;vertical-align:top;white-space:nowrap',
    'border-bottom-color:#283038',
  ],
  bar: ['background:#a9b2ba', 'background:#6a757e'],
  now: ['background:#8a2f1d', 'background:#ee8f78'],
  ground: ['background:#e3e7ea', 'background:#323b43'],
  rising: ['color:#8a2f1d;font-weight:700', 'color:#ee8f78'],
  falling: ['color:#2c6a4a;font-weight:700', 'color:#84c7a2'],
  card: ['border-bottom:1px solid #e3e7ea;padding:12px 0 11px', 'border-bottom-color:#283038'],
  name: [`color:#1c2126;font:700 16px/1.3 ${SERIF};margin:0 0 2px`, 'color:#f1f4f6'],
  meta: ['color:#5d6770;font-size:12px;line-height:1.45;margin:0 0 5px', 'color:#9aa5ae'],
  text: ['margin:0 0 5px', ''],
  quote: [
    `border-left:2px solid #c9a99f;color:#353c43;font:italic 14px/1.45 ${SERIF};margin:5px 0 6px;padding:0 0 0 10px`,
    'border-left-color:#7d4a3c;color:#c9d0d6',
  ],
  link: ['color:#1d4f7c;text-decoration:underline', 'color:#8cbde6'],
  lead: ['color:inherit', ''],
  spot: ['color:inherit;text-decoration:none', ''],
  plain: ['color:#1c2126;text-decoration:none', 'color:#f1f4f6'],
  light: ['color:#c6ccd1;letter-spacing:1px', 'color:#46515a'],
  heavy: ['color:#8a2f1d;letter-spacing:1px', 'color:#ee8f78'],
  badge: [
    'border:1px solid #c9cfd4;border-radius:9px;color:#4b545c;font-size:11px;padding:0 7px;white-space:nowrap',
    'border-color:#46515a;color:#b4bec6',
  ],
  checked: [
    'border:1px solid #9bc2ad;border-radius:9px;color:#24593e;font-size:11px;padding:0 7px;white-space:nowrap',
    'border-color:#3f6b54;color:#9ad3b4',
  ],
  alarm: [
    'border:1px solid #8a2f1d;border-radius:9px;color:#8a2f1d;font-size:11px;font-weight:700;padding:0 7px;white-space:nowrap',
    'border-color:#ee8f78;color:#ee8f78',
  ],
  list: ['color:#5d6770;font-size:12px;line-height:1.5', 'color:#9aa5ae'],
  items: ['margin:0 0 3px;padding:0 0 0 16px', ''],
  group: ['font-size:14px;font-weight:700;margin:12px 0 3px', 'color:#f1f4f6'],
  item: ['margin:0 0 7px', ''],
  when: [
    'border-bottom:1px solid #eceff1;color:#8a2f1d;font-size:13px;font-weight:700;padding:6px 12px 6px 0;vertical-align:top;white-space:nowrap;width:86px',
    'border-bottom-color:#283038;color:#ee8f78',
  ],
  what: ['border-bottom:1px solid #eceff1;padding:6px 0;vertical-align:top', 'border-bottom-color:#283038'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

type Style = keyof typeof STYLES;

/** How many countries the matrix shows before the others share a column. */
const MOST_COLUMNS = 8;
/** How many incidents are told of; of the others, which weigh less, a line says what and where. Gmail cuts a mail at 102 kB. */
const MOST_CARDS = 12;
/** Height of the tallest bar, px. */
const BAR_HEIGHT = 26;

/**
 * A digest as one HTML page, for mail, browser and print: tables and inline styles, nothing that is fetched, no script.
 * All text is escaped; links are http(s) or lead within the page.
 */
export function renderHtml(digest: Digest): string {
  const quiet = digest.incidents.length === 0;
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${digest.title}</title>
${STYLE_SHEET}
</head>
<body ${c('page')}>
<div style="display:none;max-height:0;overflow:hidden">${digest.brief[0]?.text}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" ${c('page')}><tr><td align="center">
<table role="presentation" width="680" cellpadding="0" cellspacing="0" border="0" ${c('sheet')}><tr><td style="padding:22px 18px 26px;text-align:left">
<div ${c('brand')}>Subthreshold</div>
<h1 ${c('title')}>${digest.title}</h1>
<div ${c('mute')}>${`Made ${digest.generatedLabel} · days in ${digest.period.zone}`}</div>
${brief(digest)}
${!quiet && [stats(digest), breakdown(digest), risk(digest), firsts(digest), incidents(digest), answers(digest), watch(digest)]}
${corrections(digest)}
${!quiet && [method(digest), behind(digest)]}
</td></tr></table>
</td></tr></table>
</body>
</html>
`.markup;
}

/** Class and inline style of an element. */
function c(...names: Style[]): SafeHtml {
  const light = names.map((name) => STYLES[name][0]).join(';');
  return new SafeHtml(`class="${names.join(' ')}" style="${light}"`);
}

const STYLE_SHEET = new SafeHtml(
  [
    '<style>',
    '@media (prefers-color-scheme:dark){',
    ...Object.entries(STYLES).map(
      ([name, [, dark]]) => dark && `.${name}{${dark.replaceAll(/(;|$)/g, ' !important$1')}}`,
    ),
    '}',
    '.lead{text-decoration-style:dotted;text-underline-offset:2px}.spot{display:block}',
    '@media print{.page{background:#ffffff !important}.card,.item,tr{break-inside:avoid}h2,h3{break-after:avoid}@page{margin:14mm}}',
    '</style>',
  ].join('\n'),
);

/** A table that is only there for layout. */
const layout = (rows: SafeHtml | SafeHtml[]) =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">${rows}</table>`;

/** @param anchor what figures lead to it by */
const heading = (text: string, anchor?: string) =>
  html`<h2${anchor && html` id="${anchor}"`} ${c('heading')}>${text}</h2>`;

const ref = (number: number) => html` <a href="#${cardAnchor(number)}" ${c('ref')}>[${number}]</a>`;

/** The same where many stand together: its looks are that of the list. */
const tie = (number: number) => html` <a href="#${cardAnchor(number)}" ${c('tie')}>[${number}]</a>`;

const MOST_REFS = 8;

/** @param list where the rest of many is found */
const refs = (numbers: readonly number[], list?: string) => [
  numbers.slice(0, MOST_REFS).map(ref),
  list && numbers.length > MOST_REFS && html` <a href="#${list}" ${c('ref')}>+${numbers.length - MOST_REFS}</a>`,
];

const lead = (figure: string | number | SafeHtml, anchor: string, style: Style = 'lead') =>
  html`<a href="#${anchor}" ${c(style)}>${figure}</a>`;

function link(text: string, address: string | null, style: Style = 'link'): SafeHtml {
  const url = safeUrl(address);
  return url ? html`<a href="${url}" ${c(style)}>${text}</a>` : html`${text}`;
}

function brief(digest: Digest): SafeHtml {
  const { brief: lines, incidents: cards } = digest;
  const rows = lines.map((line) => {
    const all = countsOf(line, digest).map(({ text, anchor }) => html` <a href="#${anchor}" ${c('ref')}>[${text}]</a>`);
    return html`<tr>${cards.length > 0 && html`<td ${c('dash')}>–</td>`}<td ${c('brief')}>${line.text}${refs(line.incidents)}${all}</td></tr>`;
  });
  return html`<div style="margin-top:14px">${layout(rows)}</div>`;
}

function stats(digest: Digest): SafeHtml {
  const { incidents: cards, matrix } = digest;
  const states = matrix.countries.filter(({ id }) => /^[A-Z]{2}$/.test(id)).length;
  const reports = cards.reduce((sum, { sources }) => sum + sources.length, 0);
  const figures: [number, string, string | false][] = [
    [cards.length, cards.length === 1 ? 'incident' : 'incidents', 'incidents'],
    [states, states === 1 ? 'country' : 'countries', 'risk'],
    [reports, reports === 1 ? 'report' : 'reports', 'incidents'],
    ...kindsOf(digest).map(({ name, incidents: numbers }, index): [number, string, string | false] => [
      numbers.length,
      name.toLowerCase(),
      numbers.length > 0 && leadOf({ incidents: numbers }, kindAnchor(index)),
    ]),
  ];
  const cells = figures.map(
    ([value, label, list]) =>
      html`<td width="20%" ${c('stat')}><div ${c('number')}>${list ? lead(value, list, 'spot') : value}</div><div ${c('label')}>${label}</div></td>`,
  );
  return html`<div style="margin-top:16px">${layout(html`<tr>${cells}</tr>`)}</div>`;
}

function breakdown({ matrix }: Digest): SafeHtml {
  const { columns, kept, rows } = compactMatrix(matrix, MOST_COLUMNS);
  const others = matrix.countries.slice(kept).map(({ name }) => name);
  const short = (id: string) => (id === OTHER ? `+${others.length}` : id === NO_STATE ? '–' : id);
  const head = columns.map(({ id, name }) => html`<th scope="col" title="${name}" ${c('column')}>${short(id)}</th>`);
  const body = rows.map((row, index) => {
    const list = vectorAnchor(index);
    const cells = row.cells.map((cell, column) => {
      const count = cell.incidents.length;
      if (count === 0) return html`<td>·</td>`;
      const heat: Style = count >= 4 ? 'heat3' : count >= 2 ? 'heat2' : 'heat1';
      const cellList = column < kept ? cellAnchor(index, column) : othersAnchor(index);
      return html`<td ${c(heat)}>${lead(count, leadOf(cell, cellList), 'spot')}</td>`;
    });
    const total = html`<td ${c('total')}>${lead(row.incidents.length, leadOf(row, list), 'spot')}</td>`;
    return html`<tr align="center" ${c('line')}><th scope="row" ${c('row')}>${row.name}</th>${cells}${total}</tr>`;
  });
  const key = columns.map(({ id, name }) => `${short(id)} ${id === OTHER ? listed(others) : name}`).join(' · ');
  return html`${heading('By vector and country')}
<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">
<tr><th ${c('corner', 'mute')}>Vector</th>${head}<th scope="col" ${c('column')}>All</th></tr>${body}
</table>
<p ${c('note')}>${key}</p>`;
}

function risk({ risk: countries, matrix }: Digest): SafeHtml {
  const most = Math.max(1, ...countries.flatMap(({ daily }) => daily));
  return html`${heading('Risk by country', 'risk')}
${layout(countries.map((country, index) => riskRow(country, index, most, matrix)))}
<p ${c('note')}>Bars: incidents a day over 28 days, on one scale. “Usual” is the mean of the days before. <span ${c('rising')}>▲</span> above and <span ${c('falling')}>▼</span> below the usual beyond chance.</p>`;
}

function riskRow(country: CountryRisk, index: number, most: number, { countries, rows }: Matrix): SafeHtml {
  const column = countries.findIndex(({ id }) => id === country.id);
  const threats = country.threats.map(({ id, name, incidents: numbers }, at) => {
    const row = rows.findIndex((one) => one.id === id);
    const times = numbers.length > 1 && [' ', lead(`×${numbers.length}`, cellAnchor(row, column))];
    return html`${at === 0 ? capitalised(name.toLowerCase()) : `, ${name.toLowerCase()}`}${times}`;
  });
  const alone = country.rising.map(
    ({ name, trend: { days, observed, expected, ids } }, at) =>
      html`<div ${c('label')}><span ${c('rising')}>▲</span> ${name.toLowerCase()} alone: ${ids ? lead(observed, risingAnchor(index, at)) : observed} in ${days} days, usual ${figure(expected ?? 0)}</div>`,
  );
  return html`<tr>
<td ${c('risk')}><div><strong>${country.name}</strong> ${dots(country.severity)}${refs(country.incidents, country.week.ids && countryAnchor(index, 7))}</div><div ${c('label')}>${threats}</div>${alone}</td>
<td width="84" ${c('risk')}>${bars(country.daily, most)}</td>
<td width="116" ${c('trend')}>${trend(country.week, index)}${trend(country.month, index)}</td>
</tr>`;
}

function trend({ days, observed, expected, p, direction, ids }: CountedTrend, country: number): SafeHtml {
  const count = html`<strong>${observed}</strong>`;
  const figures = html`${days} d: ${ids ? lead(count, countryAnchor(country, days)) : count}`;
  if (expected === null) return html`<div ${c('label')}>${figures}</div>`;
  const mark =
    direction === 'rising'
      ? html` <span title="rising, ${probability(p ?? 1)}" ${c('rising')}>▲</span>`
      : direction === 'falling' && html` <span title="falling, ${probability(p ?? 1)}" ${c('falling')}>▼</span>`;
  return html`<div ${c('label')}>${figures}${mark} usual ${figure(expected)}</div>`;
}

/** A bar a day, as table cells: they survive where SVG is taken out. Days without incidents in a row share a cell. */
function bars(daily: readonly number[], most: number): SafeHtml {
  const cells: SafeHtml[] = [];
  for (let day = 0; day < daily.length; day++) {
    const count = daily[day] ?? 0;
    let last = day;
    while (count === 0 && daily[last + 1] === 0) last++;
    const days = last - day + 1;
    const style: Style = count === 0 ? 'ground' : day === daily.length - 1 ? 'now' : 'bar';
    const height = count === 0 ? 1 : Math.max(4, Math.round((count / most) * BAR_HEIGHT));
    // Two pixels a day, and one between days.
    const size = `height:${height}px;width:${3 * days - 1}px`;
    cells.push(html`<td><div class="${style}" style="${STYLES[style][0]};${size}"></div></td>`);
    day = last;
  }
  const total = daily.reduce((sum, count) => sum + count, 0);
  return html`<table role="img" aria-label="${counted(total, 'incident')} in 28 days" cellpadding="0" cellspacing="1" border="0" style="font-size:0;line-height:0"><tr valign="bottom">${cells}</tr></table>`;
}

const dots = (severity: number) =>
  html`<span title="severity ${severity} of 5" style="white-space:nowrap;font-size:11px"><span ${c('heavy')}>${'●'.repeat(severity)}</span><span ${c('light')}>${'●'.repeat(5 - severity)}</span></span>`;

function firsts({ firsts: found }: Digest): SafeHtml | false {
  if (found.length === 0) return false;
  return html`${heading('New')}${found.map(
    ({ text, quote: said, incidents: numbers }) =>
      html`<div ${c('item')}>${said ? quoted(said) : text}${refs(numbers)}</div>`,
  )}`;
}

function incidents({ incidents: cards }: Digest): SafeHtml {
  const others = cards.slice(MOST_CARDS);
  return html`${heading('Incidents by weight', 'incidents')}${cards.slice(0, MOST_CARDS).map(card)}${
    others.length > 0 && html`<h3 ${c('group')}>Further incidents</h3><div ${c('list')}>${others.map(line)}</div>`
  }`;
}

/** Where a reader finds an incident told. */
const bestOf = ({ sources }: Card) => sources.find(({ url }) => safeUrl(url))?.url ?? null;

function line(incident: Card): SafeHtml {
  const { number, title, flag } = incident;
  const crossed = flag === 'above' && html` <span ${c('alarm')}>above the threshold</span>`;
  return html`<div id="${cardAnchor(number)}">${number}. ${link(title, bestOf(incident), 'lead')} · ${placePhrase(incident)}${crossed}</div>`;
}

function card(incident: Card): SafeHtml {
  const { number, title, summary, severity, severityName, flag, evidence, sources } = incident;
  const state: Style = incident.state === 'confirmed' || incident.state === 'escalated' ? 'checked' : 'badge';
  return html`<div id="${cardAnchor(number)}" ${c('card')}>
<h3 ${c('name')}><span ${c('count')}>${number}.</span> ${link(title, bestOf(incident), 'plain')}</h3>
<p ${c('meta')}>${dots(severity)} ${severityName} · ${placePhrase(incident)} ${flag === 'above' && html`<span ${c('alarm')}>above the threshold</span> `}<span ${c(state)}>${incident.stateName}</span></p>
${summary && !repeats(summary, title) && html`<p ${c('text')}>${summary}</p>`}
${evidence && !repeats(evidence.text, summary) && html`<p ${c('quote')}>${evidence.text} <span style="font-style:normal">${source(evidence)}</span></p>`}
<p ${c('note')}>${capitalised(statusPhrase(incident))}. ${capitalised(counted(sources.length, 'report'))}: ${sources.slice(0, 6).map((one, index) => html`${index > 0 && ', '}${source(one)}`)}${sources.length > 6 && ` and ${sources.length - 6} more`}</p>
</div>`;
}

const source = ({ source: name, reliability, url }: Pick<Quote, 'source' | 'reliability' | 'url'>) =>
  html`${link(name, url)}&nbsp;<span title="reliability of the source: ${reliability}" ${c('mute')}>(${reliability})</span>`;

const quoted = (quote: Quote) => html`“${quote.text}” <span ${c('mute')}>— ${source(quote)}</span>`;

function answers({ answers: groups }: Digest): SafeHtml | false {
  if (groups.length === 0) return false;
  const answer = ({ who, title, quote, incidents: numbers }: Answer) =>
    html`<div ${c('item')}>${who.length > 0 && html`<strong>${who.join(', ')}</strong> `}${quote ? quoted(quote) : title}${refs(numbers)}</div>`;
  return html`${heading('How allies answered')}${groups.map(
    ({ name, answers: given }) => html`<h3 ${c('group')}>${name}</h3>${given.map(answer)}`,
  )}`;
}

function watch({ watch: items }: Digest): SafeHtml | false {
  if (items.length === 0) return false;
  return html`${heading('What to watch')}${layout(
    items.map(
      ({ when, kind, quote, incidents: numbers }) =>
        html`<tr><td ${c('when')}>${when || 'Open'}<div ${c('kind')}>${kind}</div></td><td ${c('what')}>${quoted(quote)}${refs(numbers)}</td></tr>`,
    ),
  )}`;
}

function corrections({ corrections: made }: Digest): SafeHtml | false {
  if (made.length === 0) return false;
  return html`${heading('Corrections')}${made.map(({ text }) => html`<div ${c('item')}>${text}</div>`)}`;
}

function method(digest: Digest): SafeHtml {
  return html`${heading('Method')}<p ${c('note')}>${capitalised(readingPhrase(digest))}.</p>${digest.method.map((text) => html`<p ${c('note')}>${text}</p>`)}`;
}

/**
 * The lists that figures lead to, but for figures of one incident, which lead to it. Styles are given once a list, not once
 * a line: a mail that is too long is cut short.
 */
function behind(digest: Digest): SafeHtml {
  return html`${heading('Behind the figures')}<p ${c('note')}>${BEHIND_NOTE}</p>${kindsBehind(digest)}${vectorsBehind(digest.matrix)}${behindRisk(digest).map(countryBehind)}`;
}

function kindsBehind(digest: Digest): SafeHtml {
  const lines = kindsOf(digest).map(
    ({ name, incidents: numbers }, index) =>
      numbers.length > 1 &&
      html`<div id="${kindAnchor(index)}"><strong>${name}</strong> ${numbers.length}:${numbers.map(tie)}</div>`,
  );
  return html`<div ${c('list')}>${lines}</div>`;
}

function vectorsBehind(matrix: Matrix): SafeHtml {
  const { kept } = compactMatrix(matrix, MOST_COLUMNS);
  const lines = matrix.rows.map(({ name, incidents: numbers, cells }, row) => {
    const found = cells.map(({ incidents: of }, column) => {
      const told = html`${matrix.countries[column]?.name} ${of.length}:${of.map(tie)}`;
      const cell = of.length > 1 ? html`<span id="${cellAnchor(row, column)}">${told}</span>` : told;
      return of.length > 0 && html` · ${cell}`;
    });
    const others = kept < found.length && html`<span id="${othersAnchor(row)}">${found.slice(kept)}</span>`;
    return (
      numbers.length > 1 &&
      html`<div id="${vectorAnchor(row)}"><strong>${name}</strong> ${numbers.length}${found.slice(0, kept)}${others}</div>`
    );
  });
  return html`<div ${c('list')}>${lines}</div>`;
}

function countryBehind({ name, week, month, rising }: CountryBehind): SafeHtml {
  const lines = ({ past }: Counted) =>
    past.length > 0 && html`<ul ${c('items')}>${past.map(({ line }) => html`<li>${line}</li>`)}</ul>`;
  const more = month.count > week.count ? [', with', month.numbers.map(tie), lines(month)] : ', the same';
  const alone = rising.map(
    ({ name: threat, days, anchor, count, numbers, past }) =>
      html`<div id="${anchor}"><strong>${threat} alone, ${days} days: ${count}</strong>${numbers.map(tie)} ${past.map(({ id }) => `#${id}`).join(', ')}</div>`,
  );
  return html`<h3 ${c('group')}>${name}</h3><div ${c('list')}>
<div id="${week.anchor}"><strong>7 days: ${week.count}</strong>${week.numbers.map(tie)}${lines(week)}</div>
<div id="${month.anchor}"><strong>28 days: ${month.count}</strong>${more}</div>${alone}</div>`;
}
