/** A word, number or punctuation mark of a text. Offsets count UTF-16 code units. */
export interface Token {
  /** as written */
  text: string;
  /** lower case, without diacritics, typographic apostrophes made plain: what lexicons are looked up by */
  norm: string;
  start: number;
  end: number;
  /** index of its sentence, counted from 0 */
  sentence: number;
  kind: 'word' | 'number' | 'mark';
  /** the first letter is upper case */
  capital: boolean;
  /** white space stands before it */
  spaced: boolean;
}

// Words: dotted initials (U.S., p.m.), then runs of letters, marks and digits; a clitic ('s, n't) is a word of its own.
const TOKEN =
  /(?:\p{L}\.){2,}|['’](?:s|re|ve|ll|d|m)\b|\p{L}[\p{L}\p{M}\p{N}]*(?:['’](?!(?:s|re|ve|ll|d|m)\b)[\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*[\p{L}\p{M}]*|[^\s\p{L}\p{N}]/gu;

// A full stop after these ends no sentence.
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof gen col lt sgt capt maj adm cmdr sen rep gov pres st mt ft no vs jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp dept est approx'.split(
    ' ',
  ),
);

/** Splits a text into tokens and numbers its sentences. Linear in length; any string is fine. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  let end = 0;
  /** the last token could end a sentence */
  let open = false;
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    const start = match.index;
    const gap = text.slice(end, start);
    const first = word.charCodeAt(0);
    const kind = isDigit(word)
      ? 'number'
      : /^[\p{L}'’]/u.test(word) && word.length > 0 && !/^['’]$/.test(word)
        ? 'word'
        : 'mark';
    const capital = first < 128 ? first >= 65 && first <= 90 : /^\p{Lu}/u.test(word);
    if (
      tokens.length > 0 &&
      (/\n\s*\n/.test(gap) || (open && gap && (capital || kind === 'number' || /^["'“‘(«]/.test(word))))
    )
      sentence++;
    tokens.push({
      text: word,
      norm: normalize(word),
      start,
      end: start + word.length,
      sentence,
      kind,
      capital,
      spaced: gap.length > 0 || start === 0,
    });
    open = endsSentence(tokens, open);
    end = start + word.length;
  }
  return tokens;
}

/** Lower case, without diacritics, apostrophes made plain. */
export function normalize(word: string): string {
  // Most words are plain ASCII; for them the long way is skipped.
  if (/^[\x20-\x7e]*$/.test(word)) return word.toLowerCase();
  return word
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘]/g, "'")
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/ø/g, 'o')
    .replace(/ı/g, 'i')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae');
}

const isDigit = (word: string) => /^\p{N}/u.test(word);

function endsSentence(tokens: readonly Token[], open: boolean): boolean {
  const last = tokens[tokens.length - 1] as Token;
  if (last.text === '!' || last.text === '?' || last.text === '…') return true;
  if (last.text === '.') {
    const before = tokens[tokens.length - 2];
    return !before || !(before.end === last.start && (ABBREVIATIONS.has(before.norm) || /^\p{Lu}$/u.test(before.text)));
  }
  // A closing quote or bracket belongs to the sentence that it closes.
  return open && /^["'”’)\]»]$/.test(last.text);
}
