import { NEWSPAPERS } from './compounds.ts';
import { perForm, type Token } from './tokens.ts';

/**
 * What feeds and pages put around a story and what tells nothing of it: the outlet behind a title ("… - The Kyiv Herald"),
 * pointers to other stories ("Read also: …"), the footer of a blog's feed ("The post … appeared first on …"), a notice of
 * copyright, rows of hashtags. Names in there would pass for actors, and other stories' acts for this one's.
 */

/** Words by which an outlet is known. */
const OUTLET_NOUNS = new Set([
  ...NEWSPAPERS,
  ...'journal news newspaper radio tv television broadcasting agency press wire daily weekly magazine guardian mirror sun mail express standard globe star sentinel review monitor world insight notes today online media bbc cnn nbc abc cbs itv rte reuters ap afp dpa pap dw rfe rferl euronews politico axios bloomberg france24 tass rt cgtn nhk yonhap kyodo err lrt lsm tvp yle svt nrk'.split(
    ' ',
  ),
]);

/** An outlet's name has at most so many words. */
const LONGEST_OUTLET = 5;

/** A title without the outlet's name behind it. */
export function withoutOutlet(title: readonly Token[]): readonly Token[] {
  for (let i = title.length - 2; i >= Math.max(2, title.length - 1 - LONGEST_OUTLET); i--) {
    const { text, spaced, kind, capital } = title[i] as Token;
    if (/^[|»•·–—-]$/.test(text) && spaced && title[i + 1]?.spaced) {
      const names = title.slice(i + 1);
      return /^[|»•·]$/.test(text) || names.some(({ norm }) => OUTLET_NOUNS.has(norm)) ? title.slice(0, i) : title;
    }
    if (kind === 'word' && !capital && !/^(?:of|the|and|for|from|de)$/.test(text)) return title;
  }
  return title;
}

const OPENERS = new Set(
  'read see also related © copyright post # reporting additional writing editing sign subscribe follow'.split(' '),
);
const mayOpen = perForm(({ norm }) => OPENERS.has(norm));
const POINTERS = [
  'read also :',
  'read more :',
  'read next :',
  'see also :',
  'also read :',
  'related :',
  'related story :',
  'related stories :',
  'related articles :',
  'reporting by',
  'additional reporting by',
  'writing by',
  'editing by',
  'sign up for',
  'sign up to',
  'subscribe to our',
  'follow us on',
];

/** Parts a text's story from what points to other stories, names its outlet and authors or labels it. */
export function partAsides(tokens: readonly Token[]): { story: readonly Token[]; asides: readonly Token[] } {
  const aside = new Uint8Array(tokens.length);
  let any = false;
  for (let i = 0; i < tokens.length; i++) {
    if (!mayOpen(tokens[i] as Token)) continue;
    const [from, to] = asideAt(tokens, i) ?? [0, 0];
    if (to <= i) continue;
    aside.fill(1, from, to);
    any = true;
    i = to - 1;
  }
  if (!any) return { story: tokens, asides: [] };
  return { story: tokens.filter((_, i) => aside[i] === 0), asides: tokens.filter((_, i) => aside[i] === 1) };
}

/** The footer of a blog's feed names a title of at most so many words. */
const LONGEST_TITLE = 60;

/** Where the aside that a token opens begins and ends. */
function asideAt(text: readonly Token[], at: number): [number, number] | undefined {
  const token = text[at] as Token;
  const stands = (words: string, from: number) => words.split(' ').every((word, k) => text[from + k]?.norm === word);
  if (token.norm === '#') {
    let end = at;
    while (text[end]?.norm === '#' && text[end + 1]?.spaced === false) end += 2;
    // One alone is a word of the text.
    return end > at + 2 ? [at, end] : undefined;
  }
  if (token.norm === 'post') {
    if (text[at - 1]?.norm !== 'the') return undefined;
    for (let i = at + 1; i < at + LONGEST_TITLE; i++)
      if (stands('appeared first on', i)) return [at - 1, endOfSentence(text, i)];
    return undefined;
  }
  const before = text[at - 1]?.text === '(' ? at - 2 : at - 1;
  const first = text[before]?.sentence !== token.sentence;
  const opens = token.norm === '©' || token.norm === 'copyright' || POINTERS.some((words) => stands(words, at));
  return first && opens ? [at, endOfSentence(text, at)] : undefined;
}

function endOfSentence(text: readonly Token[], at: number): number {
  let end = at + 1;
  while (text[end] && text[end]?.sentence === text[at]?.sentence) end++;
  return end;
}
