import type { Desk } from './desk.ts';
import { table, timesOf } from './figures.ts';

const search = (text: string) => encodeURIComponent(text);

/** What the desk asks for, by what it is. `PAGE_50` stands for where the fiftieth page of the queue begins. */
const ROUTES: readonly (readonly [group: string, name: string, path: string])[] = [
  ['Queue page (100 rows)', 'first', '/incidents?limit=100'],
  ['', 'fiftieth', '/incidents?limit=100&cursor=PAGE_50'],
  ['', 'newest first', '/incidents?limit=100&order=newest'],
  ['', 'newest first, fiftieth', '/incidents?limit=100&order=newest&cursor=NEWEST_50'],
  ...[
    'state:any',
    'state:dismissed',
    'threat:sabotage',
    'country:RO',
    'pact:nato',
    'actor:RUS',
    'pattern:seabed',
    'feed:feed-7',
    'language:en',
    'assignee:north',
    'days:7',
    'score:0.9',
    'threat:maritime-coercion country:PH -state:in-review',
    'drone',
    'made-up-word',
    '"shadow fleet" -sabotage country:LT',
  ].map((q) => ['', q, `/incidents?limit=100&q=${search(q)}`] as const),
  ['Counts of the filters', 'no search', '/incidents/counts?reports=false'],
  ['', 'with feeds and languages', '/incidents/counts?reports=true'],
  ['', 'state:any', `/incidents/counts?reports=false&q=${search('state:any')}`],
  ['', 'threat:sabotage country:PL', `/incidents/counts?reports=false&q=${search('threat:sabotage country:PL')}`],
  ['', 'drone', `/incidents/counts?reports=false&q=drone`],
  ['', 'views', '/views'],
  ['Articles (30 rows)', 'newest', '/articles'],
  ...[
    'drone',
    'drone airspace',
    'residents',
    'made-up-word',
    '"shadow fleet"',
    '"data cable" -tanker',
    'country:RO threat:airspace-violation',
    'country:RO cable',
    'feed:feed-7',
    'state:confirmed',
    '-country:RO',
  ].map((q) => ['', q, `/articles?q=${search(q)}`] as const),
  ['Incident', 'of a report or two', '/incidents/2'],
  ['', 'of 40 reports', '/incidents/1'],
  ['Other pages', 'map', '/map?q=state:any'],
  ['', 'timeline, 28 days', '/trends?days=28'],
  ['', 'timeline, 7 days', '/trends?days=7'],
  ['', 'feeds', '/feeds'],
  ['', 'feed statistics', '/feeds/statistics'],
  ['', 'rules', '/rules'],
  ['', 'rule records', '/rule-records'],
  ['', 'a rule and its cases', '/rules/drone-incursion'],
  ['', 'system', '/system'],
  ['', 'status', '/status'],
];

const WARM = 3;

/** Asks for everything, one after the other and at last the queue by eight at a time; prints a table of the times. */
export async function measureRoutes({ url, cookies }: Desk, rounds: number): Promise<void> {
  let asked = 0;
  /** @returns milliseconds from the request to the last byte, and the answer */
  const ask = async (path: string) => {
    const cookie = cookies[asked++ % cookies.length] as string;
    const start = performance.now();
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { cookie } });
    const body = await answer.text();
    const ms = performance.now() - start;
    if (!answer.ok) throw new Error(`${path}: ${body}`);
    return { ms, body };
  };
  const cursorOf = async (path: string, pages: number) => {
    let cursor = '';
    for (let page = 1; page < pages; page++) {
      const { next } = JSON.parse((await ask(path + (cursor && `&cursor=${cursor}`))).body) as { next: string | null };
      cursor = next ?? cursor;
    }
    return cursor;
  };
  const { incidents } = JSON.parse((await ask('/incidents?limit=1')).body) as { incidents: { title: string }[] };
  const replaced: Record<string, string> = {
    PAGE_50: await cursorOf('/incidents?limit=100', 50),
    NEWEST_50: await cursorOf('/incidents?limit=100&order=newest', 50),
    // Titles end with a name that few others have.
    'made-up-word': / in (\w+) say$/.exec(incidents[0]?.title ?? '')?.[1] ?? '',
  };
  const rows: string[][] = [];
  for (const [group, name, template] of ROUTES) {
    const path = template.replace(/PAGE_50|NEWEST_50|made-up-word/, (what) => replaced[what] ?? what);
    const times: number[] = [];
    let bytes = 0;
    for (let i = 0; i < WARM + rounds; i++) {
      const { ms, body } = await ask(path);
      if (i >= WARM) times.push(ms);
      bytes = body.length;
    }
    rows.push([group, name, ...timesOf(times), `${(bytes / 1000).toFixed(1)} kB`]);
  }
  const crowd: number[] = [];
  for (let i = 0; i < rounds; i++)
    crowd.push(...(await Promise.all(cookies.map(() => ask('/incidents?limit=100').then(({ ms }) => ms)))));
  rows.push([`Queue page, ${cookies.length} at a time`, 'first', ...timesOf(crowd), '']);
  console.log(
    `\nAt the server, over HTTP with a session, milliseconds from the request to the last byte, ${rounds} rounds`,
  );
  console.log(table([['', '', 'median', '95 %', 'slowest', 'answer'], ...rows]));
}
