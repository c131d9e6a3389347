import { francAll } from 'franc-min';
import { perForm, type Token } from './tokens.ts';

/** Words that no English text of some length does without. */
const FUNCTION_WORDS = new Set(
  'the of and to in a is that for it was on are as with his they at be this from have or by had not but what were when we there can an which their has will its after over said who been about into'.split(
    ' ',
  ),
);
const isFunctionWord = perForm(({ norm }) => FUNCTION_WORDS.has(norm));
/** Fewer words tell nothing of their language; they are taken for English. */
const FEW = 6;
/** Enough of a text to know its language by. */
const SAMPLE = 400;

/** ISO 639-3 of franc to ISO 639-1. */
const CODES: Readonly<Record<string, string>> = {
  arb: 'ar',
  bel: 'be',
  ben: 'bn',
  bul: 'bg',
  ces: 'cs',
  cmn: 'zh',
  deu: 'de',
  ell: 'el',
  eng: 'en',
  fra: 'fr',
  guj: 'gu',
  heb: 'he',
  hin: 'hi',
  hun: 'hu',
  ind: 'id',
  ita: 'it',
  jav: 'jv',
  jpn: 'ja',
  kan: 'kn',
  kaz: 'kk',
  kor: 'ko',
  mal: 'ml',
  mar: 'mr',
  nld: 'nl',
  pan: 'pa',
  pes: 'fa',
  pol: 'pl',
  por: 'pt',
  ron: 'ro',
  rus: 'ru',
  spa: 'es',
  srp: 'sr',
  sun: 'su',
  swe: 'sv',
  swh: 'sw',
  tam: 'ta',
  tel: 'te',
  tgl: 'tl',
  tha: 'th',
  tur: 'tr',
  ukr: 'uk',
  urd: 'ur',
  uzn: 'uz',
  vie: 'vi',
  zlm: 'ms',
  hau: 'ha',
  som: 'so',
  yor: 'yo',
  ibo: 'ig',
  zul: 'zu',
  nep: 'ne',
  mya: 'my',
  amh: 'am',
};

/**
 * Language of a text, ISO 639-1; `und` when it is not English and cannot be told.
 * English is known by its function words; only where these are rare are letter trigrams asked (franc).
 */
export function languageOf(tokens: readonly Token[], source: string): string {
  let words = 0;
  let english = 0;
  for (const token of tokens) {
    if (token.kind !== 'word') continue;
    words++;
    if (isFunctionWord(token)) english++;
    if (words >= SAMPLE) break;
  }
  if (words < FEW) return isLatin(source) ? 'en' : byTrigrams(source);
  if (english / words >= 0.12) return 'en';
  const language = byTrigrams(source);
  // Headlines drop function words; short Latin text is called foreign only where almost none is left.
  return language !== 'en' && isLatin(source) && (english / words >= 0.07 || words < 12) ? 'en' : language;
}

function byTrigrams(source: string): string {
  const [best] = francAll(source.slice(0, 2000), { minLength: 10 })[0] ?? ['und'];
  return CODES[best] ?? 'und';
}

/** Whether most letters at the beginning are Latin. */
function isLatin(source: string): boolean {
  let latin = 0;
  let other = 0;
  for (const letter of source.slice(0, 500).match(/\p{L}/gu) ?? [])
    /\p{Script=Latin}/u.test(letter) ? latin++ : other++;
  return latin >= other;
}
