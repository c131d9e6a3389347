import type { Block } from './blocks.ts';

/** Little words that are frequent in one language and rare in the others. */
const LITTLE_WORDS: Record<string, string> = {
  en: 'the and of to that was for with his from',
  de: 'der die und das nicht mit ist auf den sich',
  fr: 'les des et une dans pour qui est au du',
  es: 'el los las una por con para del que su',
  it: 'il di che gli della per una con sono nel',
  pt: 'não uma os do da em para com dos ao',
  nl: 'het een van en niet dat zijn op voor met',
  sv: 'och att det som är på för inte med av',
  da: 'og at det som er på til ikke med af',
  fi: 'ja on ei että se oli hän mutta myös ovat',
  pl: 'nie się że jest oraz w na z do przez',
  cs: 'se že je na ve který jsou také byl pro',
  ro: 'și în este nu care din pentru fost mai cu',
  hu: 'az hogy nem egy és volt is meg csak már',
  et: 'ja ei on et ka oli see kui ning mis',
  lv: 'un ir ar kas par no arī bija tika lai',
  lt: 'ir kad yra su bet buvo iš apie kaip dėl',
  ru: 'и в не на что с по это как был',
  uk: 'і в не на що з та це як був',
  id: 'yang dan di dengan untuk dari ini itu pada tidak',
  tr: 've bir bu da için ile olarak daha çok olan',
};
const LANGUAGE_OF = new Map<string, string[]>();
for (const [language, words] of Object.entries(LITTLE_WORDS))
  for (const word of words.split(' ')) LANGUAGE_OF.set(word, [...(LANGUAGE_OF.get(word) ?? []), language]);

/** The language of a text by its little words, ISO 639-1; null when it is short or undecided. For pages that do not say. */
export function guessLanguage(body: readonly Block[]): string | null {
  const text = body
    .slice(0, 60)
    .map((b) => b.text.slice(0, 1000))
    .join(' ');
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]{4}/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}{4}/u.test(text)) return 'ko';
  if (/\p{Script=Han}{8}/u.test(text)) return 'zh';
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < 20) return null;
  const counts = new Map<string, number>();
  for (const word of words)
    for (const language of LANGUAGE_OF.get(word) ?? []) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [best, second] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!best || best[1] < 0.08 * words.length || (second && second[1] > 0.8 * best[1])) return null;
  return best[0];
}
