import { NEWSPAPERS } from './compounds.ts';
import { perForm, sentenceAround, type Token } from './tokens.ts';

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

/** What opens an aside: a sentence that points elsewhere, a paragraph that is a label, the caption of a picture, a call before a sentence. */
interface Opening {
  kind: 'pointer' | 'label' | 'caption' | 'call';
  words: readonly string[];
}
const openings = (kind: Opening['kind'], list: readonly string[]): Opening[] =>
  list.map((words) => ({ kind, words: words.split(' ') }));

const OPENINGS: readonly Opening[] = [
  ...openings('pointer', [
    'read also :',
    'read more :',
    'read next :',
    'see also :',
    'also read :',
    'related :',
    'related story :',
    'related stories :',
    'related articles :',
    'more on this',
    'more from',
    'what to read next',
    'you may also like',
    'you might also like',
    'watch :',
    'listen :',
    'reporting by',
    'with reporting by',
    'with additional reporting',
    'additional reporting by',
    'writing by',
    'editing by',
    'this article was translated',
    'this article was originally',
    'this story was originally',
    'originally published',
    'sign up for',
    'sign up to',
    'subscribe to our',
    'follow us on',
    'copyright',
    '©',
    'this is a developing',
    'this is a breaking',
    'this story will be updated',
    'more to follow',
  ]),
  ...openings('label', ['by', 'published', 'posted', 'updated', 'last updated']),
  ...openings('label', ['file -', 'file –', 'file —', 'file photo']),
  ...openings('call', [
    'breaking :',
    'breaking news :',
    'just in :',
    'developing :',
    'live :',
    'update :',
    'exclusive :',
  ]),
  ...openings('caption', ['ap photo', 'photo :', 'photo by', 'getty images', 'image :', 'picture :']),
];
const opens = perForm(({ norm }): readonly Opening[] | null => {
  const found = OPENINGS.filter(({ words }) => words[0] === norm);
  return found.length > 0 || norm === '#' || norm === 'post' ? found : null;
});

/** A label or caption has at most so many words and marks, the line with a writer's name or the hour fewer. */
const LONGEST_LABEL = 60;
const LONGEST_BYLINE = 14;
/** Words that open such a line, and sentences as well. */
const BYLINE = new Set(['by', 'published', 'posted', 'updated', 'last']);

/**
 * Parts a text's story from what points to other stories, names its outlet and authors, says what its pictures show or
 * labels it. The story's sentences are numbered from 0, as if there were nothing else.
 * @param source the text that the tokens are of
 */
export function partAsides(
  tokens: readonly Token[],
  source: string,
): { story: readonly Token[]; asides: readonly Token[] } {
  const aside = new Uint8Array(tokens.length);
  let any = false;
  for (let i = 0; i < tokens.length; i++) {
    const found = opens(tokens[i] as Token);
    if (!found) continue;
    const [from, to] = asideAt(tokens, i, found, source) ?? [0, 0];
    if (to <= i) continue;
    aside.fill(1, from, to);
    any = true;
    i = to - 1;
  }
  if (!any) return { story: tokens, asides: [] };
  const asides = tokens.filter((_, i) => aside[i] === 1);
  return { story: renumbered(tokens.filter((_, i) => aside[i] === 0)), asides };
}

function renumbered(tokens: readonly Token[]): Token[] {
  let sentence = -1;
  let last = -1;
  return tokens.map((token) => {
    if (token.sentence !== last) sentence++;
    last = token.sentence;
    if (token.sentence === sentence) return token;
    // Written out, so that it is built as the tokenizer builds tokens: reading objects of two builds is slow.
    const { text, norm, start, end, kind, capital, spaced, form } = token;
    return { text, norm, start, end, sentence, kind, capital, spaced, form };
  });
}

/** The footer of a blog's feed names a title of at most so many words. */
const LONGEST_TITLE = 60;

/** Where the aside that a token opens begins and ends. */
function asideAt(
  text: readonly Token[],
  at: number,
  found: readonly Opening[],
  source: string,
): [number, number] | undefined {
  const token = text[at] as Token;
  const stands = (words: readonly string[], from: number) => words.every((word, k) => text[from + k]?.norm === word);
  if (token.norm === '#') {
    let end = at;
    while (text[end]?.norm === '#' && text[end + 1]?.spaced === false) end += 2;
    // One alone marks a word of the text.
    return end > at + 2 ? [at, end] : [at, at + 1];
  }
  if (token.norm === 'post') {
    if (text[at - 1]?.norm !== 'the') return undefined;
    for (let i = at + 1; i < at + LONGEST_TITLE; i++)
      if (stands(['appeared', 'first', 'on'], i)) return [at - 1, sentenceAround(text, i).to];
    return undefined;
  }
  const from = text[at - 1]?.text === '(' ? at - 1 : at;
  const first = text[from - 1]?.sentence !== token.sentence;
  const opening = found.find(({ kind, words }) => (first || kind === 'caption') && stands(words, at));
  if (!opening) return undefined;
  const { kind, words } = opening;
  if (kind === 'call') return [from, at + words.length];
  if (kind === 'pointer') return [from, sentenceAround(text, at).to];
  const [begin, end] = paragraphAt(text, at, source);
  if (end === text.length || end - begin > LONGEST_LABEL || (kind === 'label' && begin !== from)) return undefined;
  // "By Monday the road was open." is told, and told paragraphs end with a full stop.
  if (BYLINE.has(token.norm) && (end - begin > LONGEST_BYLINE || text[end - 1]?.text === '.')) return undefined;
  return [begin, end];
}

/** First and last token (not included) of the line that a token stands in, or of what is near it in a long one. */
function paragraphAt(text: readonly Token[], at: number, source: string): [number, number] {
  const isBreak = (i: number) => source.slice((text[i - 1] as Token).end, (text[i] as Token).start).includes('\n');
  let from = at;
  while (from > 0 && at - from <= LONGEST_LABEL && !isBreak(from)) from--;
  let to = at + 1;
  while (to < text.length && to - at <= LONGEST_LABEL && !isBreak(to)) to++;
  return [from, to];
}
