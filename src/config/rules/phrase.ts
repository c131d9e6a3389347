/**
 * The phrase language of rule files, parsed. A phrase is a row of elements parted by spaces; all of them stand in one
 * sentence, in this order:
 *
 *     drone               the word in any of its forms (drones); `a|b` either; `a_b` two words as one alternative
 *     =Article            exactly this word; lower case in any case, capitals as written
 *     @aircraft           any entry of that vocabulary (lexicon/words.yaml)
 *     $rival              a mention of an actor of that class; `$place` a named place below the states, `$sea` a named
 *                         water, `$many` a number of ten and more, `$past` the year of a past date (in 2022)
 *     ..6                 up to six words between its neighbours
 */
export interface Phrase {
  source: string;
  elements: readonly Element[];
}

export interface Element {
  /** words that may stand between this element and the one before */
  gap: number;
  alternatives: readonly Alternative[];
}

export type Alternative =
  | { kind: 'word'; text: string }
  | { kind: 'exact'; text: string }
  | { kind: 'words'; name: string }
  | { kind: 'class'; name: ClassName };

/** Classes of actor mentions that a phrase may ask for with `$`. */
export const CLASSES = [
  'state',
  'protected',
  'rival',
  'outsider',
  'alliance',
  'organisation',
  'group',
  'place',
  'sea',
  'many',
  'past',
] as const;
export type ClassName = (typeof CLASSES)[number];

/** Bounds that keep every phrase's cost small and fixed, whoever wrote it. */
const MAX_GAP = 30;
const MAX_ELEMENTS = 12;

/**
 * Parses a phrase.
 * @throws SyntaxError that says what is wrong, in words for the author of the rule
 */
export function parsePhrase(source: string): Phrase {
  const parts = source.trim().split(/\s+/).filter(Boolean);
  const elements: Element[] = [];
  let gap = 0;
  let afterGap = false;
  for (const part of parts) {
    const number = /^\.\.(\d+)$/.exec(part)?.[1];
    if (number !== undefined) {
      if (elements.length === 0) throw new SyntaxError(`"${source}" begins with a gap; a gap stands between two words`);
      gap = Number(number);
      if (gap > MAX_GAP) throw new SyntaxError(`the gap ${part} is too wide; at most ..${MAX_GAP}`);
      afterGap = true;
      continue;
    }
    if (part.startsWith('..')) throw new SyntaxError(`"${part}" is no gap; write ..6 for up to six words`);
    elements.push({ gap, alternatives: part.split('|').map((text) => alternative(text, source)) });
    gap = 0;
    afterGap = false;
  }
  if (elements.length === 0) throw new SyntaxError('is empty; a phrase needs a word');
  if (afterGap) throw new SyntaxError(`"${source}" ends with a gap; a gap stands between two words`);
  if (elements.length > MAX_ELEMENTS) throw new SyntaxError(`has ${elements.length} words; at most ${MAX_ELEMENTS}`);
  return { source, elements };
}

function alternative(text: string, source: string): Alternative {
  if (text === '' || text === '=' || text === '@' || text === '$')
    throw new SyntaxError(`"${source}" has an empty alternative`);
  if (text.startsWith('=')) return { kind: 'exact', text: text.slice(1) };
  if (text.startsWith('@')) return { kind: 'words', name: text.slice(1) };
  if (text.startsWith('$')) {
    const name = text.slice(1) as ClassName;
    if (!CLASSES.includes(name))
      throw new SyntaxError(`"${text}" is no class; allowed: ${CLASSES.map((c) => `$${c}`).join(', ')}`);
    return { kind: 'class', name };
  }
  return { kind: 'word', text: text.replaceAll('_', ' ') };
}
