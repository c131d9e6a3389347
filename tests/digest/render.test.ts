import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDigest } from '../../src/digest/build-digest.ts';
import { renderHtml } from '../../src/digest/render/html.ts';
import { renderJson } from '../../src/digest/render/json.ts';
import { renderMarkdown } from '../../src/digest/render/markdown.ts';
import { renderText } from '../../src/digest/render/text.ts';
import type { DigestIncident } from '../../src/digest/types.ts';
import { article, incident, input, past } from './incident.ts';

/** A day with everything in it. */
const full = () => {
  const text =
    'A drone hit a silo near Tulcea for the first time. Romania asked for consultations under Article 4. Parliament will vote on Thursday.';
  return buildDigest(
    input({
      incidents: [
        incident({
          title: 'Drone hits a silo',
          summary: 'A drone hit a silo near Tulcea for the first time.',
          severity: 4,
          state: 'confirmed',
          threats: ['territorial-strike'],
          locations: ['RO', 'Tulcea'],
          cues: ['consultation'],
          articles: [
            article({
              text,
              marks: { threat: { 'territorial-strike': 'hit a silo' }, cue: { consultation: 'consultations' } },
            }),
          ],
        }),
        incident({ title: 'Unknown drones over a base', affected: ['DK', 'SE'] }),
      ],
      corrections: [
        {
          at: '2026-11-22T10:00:00Z',
          digest: '2026-11-20',
          incident: 7,
          title: 'Fire in a depot',
          what: 'dismissed',
          was: null,
          now: null,
          reason: null,
        },
      ],
    }),
  );
};

const HEADINGS = [
  'By vector and country',
  'Risk by country',
  'New',
  'Incidents by weight',
  'How allies answered',
  'What to watch',
  'Corrections',
  'Method',
  'Behind the figures',
];

/** A busy week: sixty incidents, each with three reports, a summary and a quotation. */
const busy = () => {
  const text =
    'Guards found the debris of a drone in a field some forty kilometres from the border on Thursday night, the ministry said.';
  const marks = { threat: { 'airspace-violation': 'debris of a drone' } };
  const reports = ['Coastal Courier', 'Danube Wire', 'The Baltic Signal'].map((source, i) =>
    article({ text, source, marks, url: `https://news.example/2026/11/22/a-report-of-some-length-${i}` }),
  );
  const states = ['RO', 'PL', 'LT', 'LV', 'EE', 'FI'];
  return buildDigest(
    input({
      incidents: Array.from({ length: 60 }, (_, i) =>
        incident({
          title: `Drone debris found in field ${i} some forty kilometres from the border`,
          summary: `Guards found debris ${i} of a drone in a field on Thursday night, and the ministry called in the ambassador.`,
          affected: [states[i % states.length] as string],
          articles: reports,
        }),
      ),
    }),
  );
};

/** No scripts, no handlers, nothing fetched, links only to the web or within the page. */
function expectHarmless(page: string): void {
  const $ = load(page);
  expect($('script,iframe,object,embed,form,input,link,img,svg,base,video,audio').length).toBe(0);
  expect($('style').length).toBe(1);
  for (const element of $('*').toArray()) {
    if (!('attribs' in element)) continue;
    for (const [name, value] of Object.entries(element.attribs)) {
      expect(name).toMatch(
        /^(?:href|id|class|style|title|lang|charset|name|content|role|scope|width|height|align|valign|cellpadding|cellspacing|border|aria-label)$/,
      );
      if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|#[a-z]+(?:-[a-z\d]+)*$)/);
      if (name === 'style') expect(value).not.toMatch(/url\(|expression|@import/i);
    }
  }
}

describe('the HTML page', () => {
  it('has every section, in the order a reader needs them', () => {
    const $ = load(renderHtml(full()));
    expect($('h1').text()).toBe('Daily digest, Sunday 22 November 2026');
    expect(
      $('h2')
        .toArray()
        .map((heading) => $(heading).text()),
    ).toEqual(HEADINGS);
    expect(
      $('h3')
        .toArray()
        .map((heading) => $(heading).text()),
    ).toEqual(expect.arrayContaining(['1. Drone hits a silo', '2. Unknown drones over a base', 'Consultation']));
    expect($('#incident-1').text()).toContain('confirmed');
  });

  it('shows the counts of the breakdown under the right country', () => {
    const $ = load(renderHtml(full()));
    const table = $('h2').first().next('table');
    const cells = (row: number) =>
      table
        .find('tr')
        .eq(row)
        .find('th,td')
        .toArray()
        .map((cell) => $(cell).text());
    expect(cells(0)).toEqual(['Vector', 'RO', 'DK', 'SE', 'All']);
    expect(cells(1)).toEqual(['Strike on territory', '1', '·', '·', '1']);
    expect(cells(2)).toEqual(['Airspace violation', '·', '1', '1', '1']);
    expect(table.next('p').text()).toContain('DK Denmark');
  });

  it('folds many countries into one column, in which each incident counts once', () => {
    const affected = ['BE', 'BG', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GB'];
    const $ = load(renderHtml(buildDigest(input({ incidents: [incident({ affected })] }))));
    const row = $('h2')
      .first()
      .next('table')
      .find('tr')
      .eq(1)
      .find('td')
      .toArray()
      .map((cell) => $(cell).text());
    expect(row).toEqual(['1', '1', '1', '1', '1', '1', '1', '1', '1']);
    expect($('h2').first().nextAll('p').first().text()).toContain('+3 Finland, France and United Kingdom');
  });

  it('leads from each figure to an incident on the page', () => {
    const $ = load(renderHtml(full()));
    const targets = $('a[href^="#"]')
      .toArray()
      .map((link) => $(link).attr('href') ?? '');
    expect(targets.length).toBeGreaterThan(3);
    for (const target of targets) expect($(target).length).toBe(1);
  });

  it('is short enough after a busy week that no mail client cuts it, and still names every incident', () => {
    const page = renderHtml(busy());
    expect(Buffer.byteLength(page)).toBeLessThan(102_000);
    const $ = load(page);
    for (let number = 1; number <= 60; number++)
      expect($(`#incident-${number}`).text()).toContain('Drone debris found');
    expect($('#incident-1').text()).toContain('Coastal Courier');
    expect($('#incident-60 a').attr('href')).toMatch(/^https:/);
  });

  it('carries its looks in style attributes and knows the dark', () => {
    const page = renderHtml(full());
    expect(page).toContain('prefers-color-scheme:dark');
    const $ = load(page);
    for (const element of $('body [class]').toArray()) expect($(element).attr('style')).toBeTruthy();
    expect($('body style').length).toBe(0);
  });

  it('escapes hostile titles, and does not link to hostile addresses', () => {
    const hostile = incident({
      title: '</title><script>alert(1)</script><img src=x onerror=alert(2)>',
      summary: '"><svg onload=alert(3)> \u202Egnihsihp',
      articles: [
        'javascript:alert(1)',
        'data:text/html,<b>',
        'https://bank@evil.example/',
        '//evil.example',
        'not a url',
      ].map((url, index) => article({ url, source: `<b>Outlet ${index}</b>`, text: '<script>x</script>' })),
    });
    const page = renderHtml(buildDigest(input({ incidents: [hostile] })));
    expectHarmless(page);
    const $ = load(page);
    expect($('#incident-1 a').length).toBe(0);
    expect($('#incident-1 h3').text()).toContain('<script>alert(1)</script>');
    expect($('#incident-1').text()).toContain('<b>Outlet 4</b>');
    expect(page).not.toContain('\u202E');
  });

  it('is never broken by the text of an incident', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom(
        '<!--',
        ']]>',
        '</td></table>',
        '<style>*{}</style>',
        '" onclick="x',
        "' style='x",
        '&lt;script&gt;',
        '`x`',
        '\u0000<',
        '__proto__',
        'constructor',
      ),
    );
    const arbitrary = fc.record({
      title: text,
      summary: text,
      body: text,
      url: fc.oneof(text, fc.webUrl()),
      source: text,
      place: text,
      actor: text,
      threat: text,
    });
    fc.assert(
      fc.property(arbitrary, ({ title, summary, body, url, source, place, actor, threat }) => {
        const given: Partial<DigestIncident> = {
          title,
          summary,
          locations: [place],
          actors: [actor],
          threats: [threat],
          cues: ['protest'],
          affected: [place],
          attributions: [{ actor, source: 'media', confidence: 'blamed', basis: body }],
          articles: [
            {
              ...article({ text: `${body} They will vote on Thursday. ${body}`, url, source, title }),
              evidence: [
                { rule: 'x', kind: 'threat', start: 0, end: 9, in: 'text' },
                { rule: 'protest', kind: 'cue', start: -3, end: 1e6, in: 'text' },
              ],
            },
          ],
        };
        const digest = buildDigest(input({ incidents: [incident(given)] }));
        const page = renderHtml(digest);
        expectHarmless(page);
        const $ = load(page);
        for (const { attribs } of $('[id]').toArray() as { attribs: Record<string, string> }[])
          expect(attribs.id).toMatch(/^(?:incident|incidents|risk|kind|vector|country)(?:-(?:\d+|rising))*$/);
        expect($('h1').length).toBe(1);
        expect(JSON.parse(renderJson(digest))).toEqual(JSON.parse(JSON.stringify(digest)));
        renderText(digest);
        renderMarkdown(digest);
      }),
      { numRuns: 80 },
    );
  });
});

describe('figures lead to their incidents', () => {
  const digest = buildDigest(
    input({
      incidents: [
        ...Array.from({ length: 10 }, () => incident({ affected: ['RO'], threats: ['sabotage'] })),
        incident({ affected: ['RO', 'PL'], severity: 5, state: 'confirmed' }),
        ...['BE', 'BG', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI'].map((country) => incident({ affected: [country] })),
        incident({ affected: [] }),
      ],
      earlier: [
        past('2026-11-21', { id: 901, title: 'Drone over *the* <b>delta</b>' }),
        past('2026-11-20', { id: 902, affected: ['RO', 'PL'] }),
        past('2026-11-02', { id: 903, threats: ['sabotage', 'espionage'] }),
        past('2026-11-20', { id: 904, affected: ['SE'] }),
      ],
    }),
  );

  it('each in the page leads to one place, where as many are as it says', () => {
    const $ = load(renderHtml(digest));
    const leads = $('a.lead, a.spot').toArray();
    // five above the matrix, its cells, and two windows a country at least
    expect(leads.length).toBeGreaterThan(5 + 12 + 22);
    for (const link of leads) {
      const target = $($(link).attr('href') ?? '');
      expect(target.length).toBe(1);
      const figure = Number($(link).text().replace('×', ''));
      const anchor = target.attr('id') ?? '';
      const numbers = new Set(
        target
          .find('a.tie')
          .toArray()
          .map((ref) => $(ref).text()),
      );
      const lines = target.find('li').length;
      if (anchor.startsWith('incident-')) expect(figure).toBe(1);
      else if (/^(?:vector|kind)-/.test(anchor)) expect(numbers.size).toBe(figure);
      else if (anchor.endsWith('-7')) expect(numbers.size + lines).toBe(figure);
      else if (anchor.endsWith('-28'))
        expect(target.prev().find('a.tie').length + target.prev().find('li').length + lines).toBe(figure);
    }
    expect($('#country-0-7').text()).toContain('21 Nov · Drone over *the* <b>delta</b> · airspace violation · #901');
    expect($('a[href="#country-0-7"]').text()).toContain('+3');
    const rising = $('td.brief').filter((_, line) => $(line).text().includes('above its usual'));
    expect(rising.find('a').last().attr('href')).toBe('#country-0-7');
    expect(rising.text()).toMatch(/Romania \(13 incidents in 7 days, .*\[all 13\]$/);
  });

  it('in Markdown, too', () => {
    const page = renderMarkdown(digest);
    const targets = [...page.matchAll(/\]\(#([a-z\d-]+)\)/g)].map(([, anchor]) => anchor);
    expect(new Set(targets).size).toBeGreaterThan(30);
    for (const anchor of targets) expect(page.split(`<a id="${anchor}"></a>`)).toHaveLength(2);
    expect(page).toContain('7 days: [13](#country-0-7)');
    expect(page).toMatch(/^- Romania .*usual\..* \[all 13\]\(#country-0-7\)$/m);
    expect(page).toContain('  - 21 Nov · Drone over \\*the\\* \\<b\\>delta\\</b\\> · airspace violation · #901');
  });

  it('in plain text, where the lists stand at the end', () => {
    const page = renderText(digest);
    expect(page).toContain('Sabotage: 10 (Romania 10 [2, 3, 4, 5, 6, 7, 8, 9, 10, 11])');
    expect(page.slice(page.indexOf('BEHIND THE FIGURES'))).toContain(
      `Romania:
- 7 days: 13 [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
  - 21 Nov · Drone over *the* <b>delta</b> · airspace violation · #901
  - 20 Nov · Incident number 902 · airspace violation · #902
- 28 days: 14, with
  - 2 Nov · Incident number 903 · sabotage, espionage · #903
`,
    );
  });

  it('the rise of a threat type in brief leads to its incidents alone', () => {
    // So many strikes elsewhere that the country as a whole is as usual.
    const many = (count: number, day: string, threats: string[]) =>
      Array.from({ length: count }, () => past(day, { threats }));
    const rising = buildDigest(
      input({
        incidents: [incident({ threats: ['sabotage'] })],
        earlier: [...many(4, '2026-11-20', ['sabotage']), ...many(20, '2026-11-01', ['espionage'])],
      }),
    );
    const $ = load(renderHtml(rising));
    const line = $('td.brief').filter((_, one) => $(one).text().includes('is rising in Romania: five incidents'));
    const target = $(line.find('a').last().attr('href') ?? '');
    expect(target.text()).toMatch(/^Sabotage alone, 7 days: 5 \[1\] (?:#\d+(?:, )?){4}$/);
  });

  it('a digest that was made before there were such lists shows its figures without', () => {
    const { past: _, ...rest } = digest;
    const old = {
      ...rest,
      risk: digest.risk.map((country) => ({
        ...country,
        week: { ...country.week, ids: undefined },
        month: { ...country.month, ids: undefined },
        rising: country.rising.map((one) => ({ ...one, trend: { ...one.trend, ids: undefined } })),
      })),
    };
    const $ = load(renderHtml(old));
    for (const link of $('a[href^="#"]').toArray()) expect($($(link).attr('href') ?? '').length).toBe(1);
    expect($('#country-0-7').length).toBe(0);
    expect(renderMarkdown(old)).toContain('7 days: 13');
    expect(renderText(old)).toContain('7 days: 13');
  });
});

describe('Markdown', () => {
  it('has every section and the matrix as a table', () => {
    const page = renderMarkdown(full());
    expect(page.match(/^## .*$/gm)).toEqual(HEADINGS.map((heading) => `## ${heading}`));
    expect(page).toContain('| Vector | Romania | Denmark | Sweden | All |');
    expect(page).toContain('| Airspace violation | · | [1](#incident-2) | [1](#incident-2) | **[1](#incident-2)** |');
    expect(page).toContain('[Coastal Courier](<https://coastal-courier.example/news/1>), B');
  });

  it('escapes what would be markup, and breaks out of no link', () => {
    const page = renderMarkdown(
      buildDigest(
        input({
          incidents: [
            incident({
              title: '# [click](https://evil.example) <script>',
              summary: '1. *bold* | cell\n# heading',
              articles: [
                article({ url: 'https://news.example/a>)[x](y', source: 'Out[let](x)', text: '' }),
                article({ url: 'javascript:alert(1)', source: 'Second', text: '' }),
              ],
            }),
          ],
        }),
      ),
    );
    expect(page).toContain('### 1. # \\[click\\](https://evil.example) \\<script\\>'.replace('# \\[', '\\# \\['));
    expect(page).toContain('1\\. \\*bold\\* \\| cell # heading');
    expect(page).toContain('[Out\\[let\\](x)](<https://news.example/a%3E');
    expect(page).not.toContain('javascript:');
    expect(page).not.toMatch(/[^\\]<script/);
  });
});

describe('plain text', () => {
  it('has every section and stays within 76 columns but for addresses', () => {
    const page = renderText(full());
    for (const heading of HEADINGS) expect(page).toContain(heading.toUpperCase());
    for (const line of page.split('\n')) if (!line.includes('http')) expect(line.length).toBeLessThanOrEqual(76);
    expect(page).toContain('Coastal Courier (B) https://coastal-courier.example/news/1');
  });
});

describe('a day without news', () => {
  const quiet = buildDigest(input());

  it('says so in two lines in every face', () => {
    const lines = [
      'No hostile act below the threshold was found on Sunday 22 November 2026.',
      '412 articles from 30 feeds were read.',
    ];
    const $ = load(renderHtml(quiet));
    expect(
      $('td.brief')
        .toArray()
        .map((cell) => $(cell).text()),
    ).toEqual(lines);
    expect($('h2').length).toBe(0);
    expect(renderText(quiet).trim().split('\n').slice(3)).toEqual(lines);
    expect(renderMarkdown(quiet)).toContain(`\n\n${lines.join('  \n')}\n`);
    expect(renderMarkdown(quiet)).not.toContain('##');
    expect(JSON.parse(renderJson(quiet)).brief).toHaveLength(2);
  });
});
