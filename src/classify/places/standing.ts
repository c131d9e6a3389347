import { isShouted, type Token } from '../tokens.ts';
import type { PlaceTag } from './place-tag.ts';

const list = (words: string) => new Set(words.split(' '));
const classes = (entries: Record<string, string>) =>
  new Map(
    Object.entries(entries).flatMap(([name, words]) => words.split(' ').map((word): [string, string] => [word, name])),
  );

/** What stands before a place. */
const BEFORE = classes({
  in: 'in inside within throughout across around',
  near: 'near outside along beside toward towards off over above',
  into: 'into entering enters entered onto through via',
  at: 'at on',
  from: 'from fled',
  to: 'to for',
  of: 'of',
  by: 'by',
  with: 'with',
  against:
    'against accuse accuses accused accusing blame blames blamed blaming suspect suspects condemn condemns condemned',
  and: 'and or',
  between: 'between',
  side: 'northern southern eastern western central southwestern northwestern southeastern northeastern downtown nearby neighbouring neighboring north south east west',
  visit:
    'visit visits visited attack attacks attacked strike strikes struck hit hits bomb bombs bombed target targets targeted invade invades invaded leave leaves left reach reaches reached',
});

/** What stands after a place or an adjective of place. */
const AFTER = classes({
  official:
    'president minister prime foreign defence defense interior government officials official authorities police prosecutors prosecutor court courts parliament ministry chancellor ambassador embassy diplomats secretary lawmakers lawmaker security intelligence spokesperson spokesman spokeswoman vice deputy army navy coast supreme federal senate congress leader leaders politician justice consulate embassies diplomat envoy king',
  force:
    'forces force troops soldiers military drones drone missile missiles jets jet aircraft fighter airstrikes airstrike strikes strike attack attacks air armed warship warships ship ships vessel vessels tanker submarine hackers hacker agents agent spies spy operatives proxies aggression invasion bombardment shelling artillery cyber disinformation propaganda sabotage hybrid raid raids offensive mercenaries militants rebels fighters special naval warplanes warplane bombers bomber helicopter',
  land: 'airspace territory territorial soil waters border borders coast island islands city town village region province capital airport port base village district cities towns mainland exclave parliament infrastructure energy rail railway railways',
  people:
    'man woman men women citizen citizens national nationals people person boy girl couple family civilians refugees migrants journalist journalists businessman company firm',
  language: 'language speaking newspaper media broadcaster television outlet news',
});

const SAYS = list(
  'says said announces announced denies denied claims claimed accuses accused confirms confirmed reports reported warns warned',
);

/** Where tokens begin and end. */
export type Stretch = Pick<PlaceTag, 'from' | 'to'>;

const lowerWord = (token: Token | undefined) => token?.kind === 'word' && !token.capital;

/** How a mention, or a row of them, stands in its sentence. */
export function contextsOf(tokens: readonly Token[], tag: Stretch): string[] {
  const found: string[] = [];
  const before = tokens[tag.from - 1];
  const skip = before?.norm === 'the' || before?.norm === 'eastern' ? 2 : 1;
  const previous = tokens[tag.from - skip];
  const same = previous !== undefined && previous.sentence === (tokens[tag.from] as Token).sentence;
  if (!same) found.push('<start');
  else if (previous.text === ',') found.push(tokens[tag.from - 2]?.capital ? '<,Name' : '<,');
  else if (previous.text === '(') found.push('<(');
  else if (previous.kind === 'word')
    found.push(`<${BEFORE.get(previous.norm) ?? (previous.capital ? 'Name' : 'word')}`);
  else found.push('<mark');
  if (before && BEFORE.get(before.norm) === 'side') {
    const that = tokens[tag.from - 2];
    found.push(`<side:${that ? (BEFORE.get(that.norm) ?? 'other') : 'other'}`);
  }
  let after = tokens[tag.to];
  let i = tag.to;
  let prefix = '>';
  if (after && /^['’]s$/.test(after.text)) {
    prefix = ">'s ";
    i++;
    after = tokens[i];
  }
  if (after?.text === '-' && !after.spaced) {
    found.push(`>-${tokens[i + 1]?.norm === 'based' ? 'based' : 'joined'}`);
  } else if (!after || after.sentence !== (tokens[tag.from] as Token).sentence || after.text === '.')
    found.push('>end');
  else if (after.text === ',') found.push(tokens[i + 1]?.capital ? '>,Name' : '>,');
  else if (after.kind === 'word') {
    const own = AFTER.get(after.norm) ?? AFTER.get(tokens[i + 1]?.norm ?? '');
    if (own) found.push(`${prefix}${own}`);
    else if (after.capital) found.push(`${prefix}Name`);
    else if (SAYS.has(after.norm)) found.push(`${prefix}says`);
    else if (after.norm === 'and') found.push('>and');
    else found.push(`${prefix}${/(?:s|ed)$/.test(after.norm) && !/ss$/.test(after.norm) ? 'verb' : 'word'}`);
  } else found.push('>mark');
  return found;
}

/** What a state is the scene or the aim of though the story is elsewhere: "the war in Ukraine", "aid to Gaza". */
const BACKGROUND = list(
  'war wars invasion invasions conflict conflicts fighting offensive aggression aid crisis campaign operation genocide occupation support assistance donations ties relations talks sanctions tariffs',
);
const WARS = list('war wars conflict conflicts crisis');
const REGISTRY = list('registered flagged');
const FLAGS = list('flag flags registry');
const FRONTIER = list('border borders frontier frontiers boundary crossings crossing');
const BLAME = list(
  'accuse accuses accused accusing blame blames blamed blaming suspect suspects suspected suspecting behalf warned warns warn told urged urges calls called summoned summons protest protested against condemn condemns condemned sanction sanctions sanctioned attributed',
);
const PREPOSITIONS = list('in on of against over to for with at into by from behind');
const BESIDE = list(
  'the a an eastern western northern southern neighbouring neighboring nearby both its full-scale ongoing occupied',
);
const UNTOLD = list('Name word , ,Name mark end');

/** Is the mention that of a ship's flag: "Liberia-flagged", "registered in the Cook Islands", "under the flag of Gabon"? */
export function isRegistry(tokens: readonly Token[], { from, to }: PlaceTag): boolean {
  const next = tokens[to]?.text === '-' ? tokens[to + 1] : tokens[to];
  if (next?.norm === 'flagged' || next?.norm === 'registered') return true;
  const before = tokens[from - 1]?.norm === 'the' ? from - 2 : from - 1;
  const preposition = tokens[before]?.norm ?? '';
  const governor = tokens[before - 1]?.norm ?? '';
  return (
    ((preposition === 'in' || preposition === 'under') && REGISTRY.has(governor)) ||
    (preposition === 'of' && FLAGS.has(governor))
  );
}

/**
 * The part that a mention plays for the question where the story is, in one word: `background`,
 * `frontier`, `blamed`, `in`, `official`, `force`, `land` …
 * @param contexts `contextsOf` the same stretch
 * @param adjective it is named by its people: "Russian"
 */
export function standingOf(
  tokens: readonly Token[],
  { from, to }: Stretch,
  contexts: readonly string[],
  adjective: boolean,
): string {
  const sentence = (tokens[from] as Token).sentence;
  const word = (i: number) => (tokens[i]?.sentence === sentence ? (tokens[i] as Token).norm : '');
  let before = from - 1;
  while (BESIDE.has(word(before))) before--;
  const preposition = PREPOSITIONS.has(word(before)) ? word(before) : '';
  const governor = preposition ? word(before - 1) : word(before);
  const next = word(to) === '-' ? word(to + 1) : word(to);
  if (WARS.has(next)) return 'background';
  if (preposition && BACKGROUND.has(governor)) return `background ${preposition}`;
  if (/^(?:with|to|of)$/.test(preposition) && FRONTIER.has(governor)) return 'frontier';
  if (!adjective && FRONTIER.has(next)) return 'frontier';
  if (/^(?:by|against|behind)$/.test(preposition)) return `blamed ${preposition}`;
  if (BLAME.has(governor)) return 'blamed';
  if (/^(?:for|to|from|with)$/.test(preposition)) return preposition;
  if (/^(?:in|at|on|into)$/.test(preposition)) return 'in';
  const after = contexts.find((context) => context.startsWith('>'))?.replace(/^>(?:'s )?/, '') ?? '';
  if (!UNTOLD.has(after)) return after;
  return preposition === 'of' ? 'of' : contexts.includes('<start') ? 'opens' : 'other';
}

/** Does the mention stand in a row of four names or more? */
export function inLongList(tokens: readonly Token[], tag: PlaceTag): boolean {
  let names = 1;
  for (let j = tag.to; j < tag.to + 12; j++) {
    const token = tokens[j];
    if (token?.capital) names++;
    else if (token?.text !== ',' && token?.norm !== 'and' && token?.norm !== 'the') break;
  }
  for (let j = tag.from - 1; j > tag.from - 12; j--) {
    const token = tokens[j];
    if (token?.capital) names++;
    else if (token?.text !== ',' && token?.norm !== 'and' && token?.norm !== 'the') break;
  }
  return names >= 4;
}

/**
 * The first token behind the dateline that a text begins with ("BRUSSELS, Nov 17 (AFP) -"): what stands there says where it was
 * written, and nothing of what happened. 0 where there is none.
 * @param named the names of places in the text, in their order
 */
export function bodyStart(tokens: readonly Token[], named: readonly PlaceTag[]): number {
  let start = 0;
  for (const name of named) {
    if (name.from > LATEST_IN_DATELINE) break;
    start = Math.max(start, datelineEnd(tokens, name));
  }
  return start;
}

/** A dateline names its last place within so many tokens. */
const LATEST_IN_DATELINE = 8;

/** Where the dateline ends that a name stands in; 0 where it stands in none. A state stands there behind its town only ("Estonia: what next" is a heading). */
function datelineEnd(tokens: readonly Token[], { from, to, level }: PlaceTag): number {
  const behind = tokens[from - 1]?.text === ',';
  if (!(behind || (from < 3 && level !== 'country'))) return 0;
  for (let i = to; i < to + 12 && i < tokens.length; i++) {
    const token = tokens[i] as Token;
    if (/^[-–—:]$/.test(token.text) && (token.spaced || token.text === ':')) return i + 1;
    // "MINSK, November 1. About …"
    if (token.text === '.' && tokens[i - 1]?.kind === 'number' && isShouted(tokens[from] as Token)) return i + 1;
    if (lowerWord(token)) return 0;
  }
  return 0;
}
