import { createRequire } from 'node:module';
import type { Context } from './context.ts';
import type { Mention } from './mentions.ts';
import { isHeadline, type Token } from './tokens.ts';

/** What the subject of a verb does. */
export type VerbClass = 'hostile' | 'answer' | 'blame' | 'say';

/** The class of a word that may be a verb; null for other words. */
export type VerbReader = (token: Token) => VerbClass | null;

/** Subordinating words, at which a subject's stretch begins anew. */
export const CLAUSE: ReadonlySet<string> = new Set(
  'that which who whom whose after before when while as because since if although though where amid following ; :'.split(
    ' ',
  ),
);
const BE = new Set("is are was were be been being 's gets got".split(' '));
const DETERMINERS = new Set(
  'a an the this that these those its their his her our your of in on by with for from against no any'.split(' '),
);
const DOMAIN = new Set(
  'airspace waters territory soil border coast base bases land skies shores territorial exclusive'.split(' '),
);

/** So many words around the doubtful ones are shown to compromise: more change nothing and take it longer. */
const SHOWN_BEFORE = 5;
const SHOWN_BEHIND = 3;

/** Sentences longer than this are lists or ruins of a layout; their grammar says nothing. */
const LONGEST = 90;

/**
 * Reads who does what to whom in one sentence and gives each mention its part: `does:hostile` (it attacks), `suffers:hostile`
 * (it is attacked), `does:answer`, `suffers:answer` (it is summoned, shot down, arrested), `does:blame`, `suffers:blame`,
 * `does:say`. Active and passive come out alike.
 * @param from first token of the sentence
 * @param to token after its last
 * @param careful let compromise tell verbs from nouns; without, word forms decide
 */
export function rolesIn(
  tokens: readonly Token[],
  from: number,
  to: number,
  mentions: readonly Mention[],
  verbOf: VerbReader,
  careful: boolean,
): Map<Mention, Set<Context>> {
  const roles = new Map<Mention, Set<Context>>();
  if (to - from > LONGEST || mentions.length === 0) return roles;
  const give = (mention: Mention | undefined, role: Context) => {
    if (!mention) return;
    const set = roles.get(mention);
    if (set) set.add(role);
    else roles.set(mention, new Set([role]));
  };
  const candidates: number[] = [];
  for (let i = from; i < to; i++) if (verbOf(tokens[i] as Token)) candidates.push(i);
  if (candidates.length === 0) return roles;
  const headline = isHeadline(tokens, from);
  const doubtful = careful
    ? candidates.filter((i) => verbOf(tokens[i] as Token) !== 'say' && isDoubtful(tokens, i, headline))
    : [];
  const first = Math.max(from, (doubtful[0] ?? to) - SHOWN_BEFORE);
  const last = Math.min(to - 1, (doubtful.at(-1) ?? from) + SHOWN_BEHIND);
  const tagged = doubtful.length > 0 ? verbsByCompromise(tokens, first, last + 1, headline) : undefined;
  const verbs = candidates.filter((i) =>
    tagged && i >= first && i <= last ? tagged.has(i) : looksLikeVerb(tokens, i, headline),
  );

  for (const [k, verb] of verbs.entries()) {
    const verbClass = verbOf(tokens[verb] as Token) as VerbClass;
    let start = from;
    for (let i = verb - 1; i >= from; i--) {
      if (CLAUSE.has((tokens[i] as Token).norm) || (k > 0 && i === verbs[k - 1])) {
        start = i + 1;
        break;
      }
    }
    let end = to;
    const nextVerb = verbs[k + 1] ?? to;
    for (let i = verb + 1; i < to; i++) {
      if (i === nextVerb || CLAUSE.has((tokens[i] as Token).norm)) {
        end = i;
        break;
      }
    }
    const subjects = mentions.filter((m) => m.from >= start && m.to <= verb);
    const objects = mentions.filter((m) => m.from > verb && m.to <= end);
    // "which" and "who" take up what stands before them.
    const relative = subjects.length === 0 && start > from ? mentions.filter((m) => m.to <= start).slice(-1) : [];
    const before = subjects.length > 0 ? subjects : relative;
    const passive = isPassive(tokens, verb, start) || isReduced(tokens, verb, verbClass);
    if (passive) {
      for (const m of before) give(m, `suffers:${verbClass}`);
      let by = verb + 1;
      while (by < end && tokens[by]?.norm !== 'by') by++;
      give(
        objects.find(({ from: at }) => at > by),
        `does:${verbClass}`,
      );
    } else {
      // In "Finland's neighbour Russia violated …" the last one before the verb acts, unless joined by "and".
      const actors = before.slice(-1);
      for (const m of before.slice(0, -1)) if (joined(tokens, m, before[before.length - 1] as Mention)) actors.push(m);
      for (const m of actors) give(m, `does:${verbClass}`);
      // Who spies for a state does it no harm.
      const spies = /^sp(?:y|ies|ied|ying)$/.test((tokens[verb] as Token).norm);
      for (const m of objects)
        give(m, spies && tokens[m.from - 1]?.norm === 'for' ? `does:${verbClass}` : `suffers:${verbClass}`);
    }
    // "Norway reports that Russia violated its airspace": the possessive is the other one's.
    if (verbClass === 'hostile')
      for (let i = verb + 1; i < Math.min(end, verb + 6); i++)
        if ((tokens[i]?.norm === 'its' || tokens[i]?.norm === 'their') && DOMAIN.has(tokens[i + 1]?.norm ?? '')) {
          const acting = before[before.length - 1]?.id;
          give(
            mentions.find((m) => m.to <= verb && m.id !== acting),
            'domain',
          );
        }
  }
  return roles;
}

function joined(tokens: readonly Token[], a: Mention, b: Mention): boolean {
  // "the Baltic states"
  if (a.from === b.from) return true;
  for (let i = a.to; i < b.from; i++) {
    const norm = (tokens[i] as Token).norm;
    if (norm === 'and' || norm === '&' || norm === ',') return b.from - a.to <= 4;
  }
  return false;
}

function isPassive(tokens: readonly Token[], verb: number, start: number): boolean {
  if (!/(?:ed|en|n|t|k|g|d|m)$/.test((tokens[verb] as Token).norm)) return false;
  for (let i = verb - 1; i >= Math.max(start, verb - 4); i--) {
    const norm = (tokens[i] as Token).norm;
    if (BE.has(norm)) return !(tokens[verb] as Token).norm.endsWith('ing');
    if (tokens[i]?.kind === 'mark') return false;
  }
  return false;
}

const PARTICLES = new Set('down off up out away over'.split(' '));

/** A passive without its auxiliary: "a tanker seized by Iran", "a group accused of the attack"; none is "answered by expelling". */
function isReduced(tokens: readonly Token[], verb: number, verbClass: VerbClass): boolean {
  if (!/(?:ed|en|n|t|k|g|d|m)$/.test((tokens[verb] as Token).norm)) return false;
  const next = tokens[verb + 1]?.norm ?? '';
  if (verbClass === 'blame' && (next === 'of' || next === 'for')) return true;
  const by = PARTICLES.has(next) ? verb + 2 : verb + 1;
  return tokens[by]?.norm === 'by' && !tokens[by + 1]?.norm.endsWith('ing');
}

/**
 * Form alone: a noun follows a determiner, an adjective or a preposition; participles and forms after "to" are verbs.
 * @param headline every word may begin with a capital
 */
function looksLikeVerb(tokens: readonly Token[], at: number, headline: boolean): boolean {
  const token = tokens[at] as Token;
  const previous = tokens[at - 1];
  const norm = token.norm;
  if (token.capital && !headline && previous && previous.sentence === token.sentence) return false;
  if (/(?:ed|ing)$/.test(norm)) return !(previous && /^(?:a|an|the)$/.test(previous.norm) && norm.endsWith('ing'));
  if (!previous || previous.sentence !== token.sentence) return false;
  if (previous.norm === 'to') return true;
  if (DETERMINERS.has(previous.norm)) return false;
  if (/(?:an|ese|ish|ic|al|ous|ile|ne)$/.test(previous.norm)) return false;
  const next = tokens[at + 1];
  if (next && /^(?:on|of|in|against|by)$/.test(next.norm) && norm.endsWith('s'))
    return !/^(?:attacks|strikes)$/.test(norm);
  return true;
}

/**
 * Whether form leaves open if it is a verb: "Iran launches in …", "an arson attack on …". It is one where an object or a
 * clause follows ("Kyiv says that", "Ukraine arrests two"), and none where it looks like a noun and a preposition does.
 */
function isDoubtful(tokens: readonly Token[], at: number, headline: boolean): boolean {
  const { norm, capital, sentence } = tokens[at] as Token;
  const previous = tokens[at - 1];
  if ((capital && !headline) || /(?:ed|ing)$/.test(norm) || !previous || previous.sentence !== sentence) return false;
  if (previous.kind !== 'word' || previous.norm === 'to' || DETERMINERS.has(previous.norm) || MODALS.has(previous.norm))
    return false;
  const next = tokens[at + 1];
  if (!next || next.sentence !== sentence) return true;
  return looksLikeVerb(tokens, at, headline)
    ? !((next.capital && !headline) || next.kind === 'number' || OBJECTS.has(next.norm))
    : !PREPOSITIONS.has(next.norm);
}
const OBJECTS = new Set('that the a an it they he she his her its their them him'.split(' '));
const PREPOSITIONS = new Set('on in at of against across by near from'.split(' '));
const MODALS = new Set("will would can could may might must shall should did do does not n't has have had".split(' '));

/** compromise is loaded by the first sentence that needs it: few do, and loading takes a quarter of a second. */
const load = createRequire(import.meta.url);
const compromise = (): typeof import('compromise/two').default => load('compromise/two');

/** Tokens (by index) of a stretch that compromise takes for verbs; those of a headline are shown to it without their capitals. */
function verbsByCompromise(tokens: readonly Token[], from: number, to: number, headline: boolean): ReadonlySet<number> {
  const words = tokens.slice(from, to).map(({ text, norm }) => (headline ? norm : text));
  const found = new Set<number>();
  let at = 0;
  for (const sentence of compromise()(words.join(' ')).docs)
    for (const term of sentence) {
      // compromise parts words otherwise than we do; a term is looked for from where the last one stood.
      const first = term.text.toLowerCase();
      for (let i = at; i < Math.min(at + 6, words.length); i++) {
        const word = (words[i] as string).toLowerCase();
        if (word === first || (first.startsWith(word) && word.length > 2)) {
          if (term.tags?.has('Verb')) found.add(from + i);
          at = i + 1;
          break;
        }
      }
    }
  return found;
}
