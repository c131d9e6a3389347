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
  form: Form;
}

// Words: dotted initials (U.S., p.m.), then runs of letters, marks and digits, with the invisible hyphens and joiners of web
// pages; a clitic ('s, n't) is a word of its own.
const TOKEN =
  /(?:\p{L}\.){2,}|['’](?:s|S|re|RE|ve|VE|ll|LL|d|D|m|M)\b|\p{L}[\p{L}\p{M}\p{N}\xAD\u200B-\u200D\u2060]*(?:['’](?!(?:s|S|re|RE|ve|VE|ll|LL|d|D|m|M)\b)[\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*[\p{L}\p{M}]*|[^\s\p{L}\p{N}]/uy;

// A full stop after these ends no sentence.
const ABBREVIATIONS = new Set(
  'mr mrs ms dr prof gen col lt sgt capt maj adm cmdr sen rep gov pres st mt ft no vs jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp dept est approx'.split(
    ' ',
  ),
);

/** A word as it is written, wherever it stands: one object for all its tokens. */
export interface Form {
  text: string;
  norm: string;
  kind: Token['kind'];
  capital: boolean;
  /** its place among the forms that are kept, and the how-manieth such collection it is; see `perForm` */
  id: number;
  generation: number;
}

/** The forms met so far: texts repeat few words again and again. Bounded, so that nonsense does not fill the memory. */
const forms = new Map<string, Form>();
const FORMS_LIMIT = 50_000;
/** Longer "words" are addresses, hashes and the like, and come once. */
const LONGEST_KEPT = 40;
let generation = 1;
const NOT_KEPT = 0;

function formOf(slice: string): Form {
  const known = forms.get(slice);
  if (known) return known;
  const kept = slice.length <= LONGEST_KEPT;
  if (kept && forms.size >= FORMS_LIMIT) {
    forms.clear();
    generation++;
  }
  // A copy: V8's slices keep the string alive that they were cut from, which is the whole article.
  const text = ` ${slice}`.slice(1);
  const first = text.charCodeAt(0);
  const form: Form = {
    text,
    norm: normalize(text),
    kind: /^\p{N}/u.test(text) ? 'number' : /^\p{L}|^['’]./u.test(text) ? 'word' : 'mark',
    capital: first < 128 ? first >= 65 && first <= 90 : /^\p{Lu}/u.test(text),
    id: forms.size,
    generation: kept ? generation : NOT_KEPT,
  };
  if (kept) forms.set(text, form);
  return form;
}

/**
 * Remembers what `make` says of each form, so that what is known of a word is worked out once and found without hashing:
 * tables of words are large, and a look into each of a dozen of them for every token is what reading would spend most
 * of its time on. Bounded as the forms are.
 */
export function perForm<T>(make: (form: Form) => T): (token: Pick<Token, 'form'>) => T {
  // As long from the start as it may become: an array with gaps that grows becomes a slow table.
  let made = new Array<T | undefined>(FORMS_LIMIT);
  let of = generation;
  return ({ form }) => {
    if (form.generation !== of) {
      if (form.generation < of) return make(form);
      made = new Array(FORMS_LIMIT);
      of = form.generation;
    }
    const known = made[form.id];
    if (known !== undefined) return known;
    const value = make(form);
    made[form.id] = value;
    return value;
  };
}

/** Splits a text into tokens and numbers its sentences. Linear in length; any string is fine. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  let end = 0;
  /** the last token could end a sentence */
  let open = false;
  for (let start = 0; start < text.length; ) {
    const to = endOfToken(text, start);
    if (to < 0) {
      start++;
      continue;
    }
    const form = formOf(text.slice(start, to));
    const { text: word, norm, kind, capital } = form;
    const spaced = start > end;
    if (
      tokens.length > 0 &&
      spaced &&
      ((open && (capital || kind === 'number' || OPENING.has(word.charAt(0)))) ||
        (start > end + 1 && /\n\s*\n/.test(text.slice(end, start))))
    )
      sentence++;
    tokens.push({ text: word, norm, start, end: to, sentence, kind, capital, spaced: spaced || start === 0, form });
    open = endsSentence(tokens, open);
    end = to;
    start = to;
  }
  return tokens;
}

const OPENING = new Set('"\'“‘(«[©•');

/** Kinds of ASCII characters. */
const MARK = 0;
const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\s/.test(character) ? SPACE : /[a-z]/i.test(character) ? LETTER : /\d/.test(character) ? DIGIT : MARK;
});
const FULL_STOP = 46;
const COMMA = 44;
const APOSTROPHE = 39;

/**
 * Where the token ends that begins at `start`; -1 for white space. Most of a text is plain words parted by plain marks:
 * only what is not takes the expression, which says the same of them and takes ten times as long.
 */
function endOfToken(text: string, start: number): number {
  const code = text.charCodeAt(start);
  if (code < 128 && code !== APOSTROPHE) {
    const kind = ASCII[code];
    if (kind === SPACE) return -1;
    if (kind === MARK) return start + 1;
    let end = start + 1;
    let next = text.charCodeAt(end);
    if (kind === LETTER) {
      while (next < 128 && (ASCII[next] === LETTER || ASCII[next] === DIGIT)) next = text.charCodeAt(++end);
      // The rest of "Kyiv's", "Zoë" and "U.S." is for the expression.
      if (next < 128 ? next !== APOSTROPHE && (next !== FULL_STOP || end > start + 1) : end === text.length) return end;
    } else {
      while (next < 128 && ASCII[next] === DIGIT) next = text.charCodeAt(++end);
      if (next < 128 ? ASCII[next] !== LETTER && next !== FULL_STOP && next !== COMMA : end === text.length) return end;
    }
  }
  if (isInvisible(code)) return -1;
  TOKEN.lastIndex = start;
  return TOKEN.test(text) ? TOKEN.lastIndex : -1;
}

/** Soft hyphen, zero-width space and joiners, byte order mark: they are not seen, and part no words. */
const isInvisible = (code: number): boolean =>
  code === 0xad || (code >= 0x200b && code <= 0x200d) || code === 0x2060 || code === 0xfeff;
const INVISIBLE = /[\xAD\u200B-\u200D\u2060\uFEFF]/g;

/** Lower case, without diacritics and what is not seen, apostrophes and hyphens made plain. */
export function normalize(word: string): string {
  // Most words are plain ASCII; for them the long way is skipped.
  if (/^[\x20-\x7e]*$/.test(word)) return word.toLowerCase();
  return word
    .replace(INVISIBLE, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘]/g, "'")
    .replace(/[\u2010-\u2012\u2212]/g, '-')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/ø/g, 'o')
    .replace(/ı/g, 'i')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae');
}

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

/** Whether a word is written in capitals throughout; two letters say nothing. */
export const isShouted = ({ text }: Token): boolean => text.length > 2 && text === text.toUpperCase();

/** Sentences longer than this are no headlines. */
const LONGEST_HEADLINE = 40;

/**
 * Whether all the longer words of the sentence that a token stands in begin with capitals, as in the headlines of many
 * outlets: there capitals tell no names from verbs.
 */
export function isHeadline(tokens: readonly Token[], at: number): boolean {
  const { sentence } = tokens[at] as Token;
  const isPlain = ({ kind, capital, text }: Token) => kind === 'word' && !capital && text.length > 4;
  let words = 0;
  for (const step of [-1, 1])
    for (let i = step < 0 ? at : at + 1; tokens[i]?.sentence === sentence; i += step)
      if (++words > LONGEST_HEADLINE || isPlain(tokens[i] as Token)) return false;
  return true;
}

/** First and last token (not included) of the sentence that a token stands in. */
export function sentenceAround(tokens: readonly Token[], at: number): { from: number; to: number } {
  const sentence = tokens[at]?.sentence;
  let from = at;
  while (from > 0 && tokens[from - 1]?.sentence === sentence) from--;
  let to = at + 1;
  while (to < tokens.length && tokens[to]?.sentence === sentence) to++;
  return { from, to };
}

/** Whether a capital makes a name of a word, as it does save in headlines. */
export const isName = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.capital === true && !isHeadline(tokens, at);
