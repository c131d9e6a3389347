import { joiner } from '../joiner.ts';
import { isName, type Token } from '../tokens.ts';
import { doingOf } from './doings.ts';
import { inLongList, standingOf } from './standing.ts';
import { sovereignOf } from './states.ts';
import { formOf, type Story, type StoryCandidate, type Told, timesOf } from './story.ts';

const spaced = joiner(' ');

/** Words so far from a mention are told of; sentences longer than that are lists. */
const NEAR = 30;

/** What the nearest words of its sentence before and after a mention say is done. */
function addDoings({ tokens, tag, form }: Told, features: Set<string>): void {
  const { sentence } = tokens[tag.from] as Token;
  for (const [side, at, step] of [
    ['ahead', tag.to, 1],
    ['behind', tag.from - 1, -1],
  ] as const)
    for (let i = at; Math.abs(i - at) < NEAR && tokens[i]?.sentence === sentence; i += step) {
      const doing = doingOf(tokens[i] as Token);
      if (doing === '' || isName(tokens, i)) continue;
      const name = spaced(side, doing);
      features.add(name).add(spaced(form, name));
      break;
    }
}

/** The two words before and behind a mention. */
function addWords({ tokens, tag, form }: Told, features: Set<string>, stemOf: (token: Token) => string): void {
  const { sentence } = tokens[tag.from] as Token;
  const wordAt = (at: number) => {
    const token = tokens[at];
    return token?.sentence === sentence ? stemOf(token) : '';
  };
  const [before, behind] = [spaced('before', wordAt(tag.from - 1)), spaced('behind', wordAt(tag.to))];
  features
    .add(before)
    .add(spaced(form, before))
    .add(spaced('before2', wordAt(tag.from - 2)));
  features
    .add(behind)
    .add(spaced(form, behind))
    .add(spaced('behind2', wordAt(tag.to + 1)));
}

/** How other states stand beside it in its sentence: "US sanctions on Venezuelan firms" is not about the US alone. */
function addNeighbours({ tokens, tag, form, neighbours }: Told, features: Set<string>): void {
  const { sentence } = tokens[tag.from] as Token;
  for (const other of neighbours) {
    if (!other.country || other.country === tag.country || tokens[other.from]?.sentence !== sentence) continue;
    features.add(spaced(spaced(form, other.from < tag.from ? 'behind' : 'before'), formOf(other)));
  }
}

const HIGH_SEAS = new Set(['sea', 'strait']);
const WATERS = new Set('sea ocean gulf strait waters'.split(' '));

/** Does the lead tell of a sea, or of waters? What happens there happens in no state. */
function watersOf({ parts, mentions }: Story): string {
  if (mentions.some(({ spot, tag }) => spot !== 'later' && HIGH_SEAS.has(tag.kind))) return 'at sea';
  let found = '';
  for (const { tokens } of parts)
    for (const token of tokens) {
      if (token.sentence > 1) break;
      if (!WATERS.has(token.norm)) continue;
      if (token.capital || token.norm !== 'waters') return 'at sea';
      found = 'in waters';
    }
  return found;
}

const FORMS = ['name', 'people', 'inside', 'government', 'organisation'];

interface Candidate extends StoryCandidate {
  /** how it stands in the lead */
  standings: Set<string>;
}

/**
 * Every state that the article names, itself or by a place in it, with the features by which it is judged.
 * @param actors by ISO alpha-2: what the text says of the states that it names, by names that weights use
 */
export function stateCandidates(
  story: Story,
  actors: ReadonlyMap<string, ReadonlySet<string>>,
  stemOf: (token: Token) => string,
): StoryCandidate[] {
  const found = new Map<string, Candidate>();
  const entry = (location: string) => {
    let candidate = found.get(location);
    if (!candidate) {
      candidate = { location, mentions: [], features: new Set(), standings: new Set() };
      found.set(location, candidate);
    }
    return candidate;
  };
  for (const mention of story.mentions) {
    const { where, tag, tokens, form, spot, row, contexts } = mention;
    if (!tag.country) continue;
    const { features, standings, mentions } = entry(sovereignOf(tag.country));
    mentions.push({ where, tag });
    features.add(form).add(spaced(form, spot));
    for (const context of contexts) features.add(spaced(form, context));
    if (inLongList(tokens, tag)) features.add('in long list');
    if ((form === 'name' || form === 'inside') && (contexts.includes('<in') || contexts.includes('<near')))
      features.add('placed');
    if (spot === 'later') continue;
    standings.add(spaced(form, standingOf(tokens, row, contexts, form === 'people')));
    addWords(mention, features, stemOf);
    addDoings(mention, features);
    addNeighbours(mention, features);
  }
  for (const [code, known] of actors) {
    if (!found.has(code) && (known.has('unnamed') || story.aside.has(code))) continue;
    const { features } = entry(code);
    for (const name of known) features.add(spaced('actor', name));
  }
  const all = [...found.values()];
  addComparisons(all, watersOf(story));
  return all;
}

/** What is told of each state beside the others. */
function addComparisons(all: readonly Candidate[], waters: string): void {
  const placed = all.filter(({ features }) => features.has('placed')).length;
  const besides = new Map<string, number>();
  for (const { standings } of all)
    for (const standing of standings) besides.set(standing, (besides.get(standing) ?? 0) + 1);
  const most = Math.max(0, ...all.map(({ mentions }) => mentions.length));
  for (const { location, features, mentions, standings } of all) {
    const forms = spaced('forms', FORMS.filter((form) => features.has(form)).join('+'));
    features.add(spaced('code', location)).add(forms);
    features.add(spaced(`countries ${Math.min(3, all.length)}`, forms));
    features.add(`countries ${Math.min(5, all.length)}`);
    features.add(timesOf(mentions.length));
    if (mentions.length === most) features.add('most');
    if (all.length === 1) features.add('alone');
    if (placed > (features.has('placed') ? 1 : 0)) features.add('others placed');
    if (!['name', 'inside', 'organisation'].some((form) => features.has(form))) features.add('only people');
    for (const standing of standings) features.add(spaced('as', standing));
    for (const [standing, times] of besides)
      if (times > (standings.has(standing) ? 1 : 0)) features.add(spaced('beside', standing));
    if (waters !== '') {
      features.add(waters).add(spaced(waters, forms));
      if (features.has('placed')) features.add(spaced(waters, 'placed'));
    }
  }
}
