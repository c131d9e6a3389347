import type { Context } from './context.ts';
import type { Reading } from './reading.ts';
import type { Sentence } from './sentences.ts';
import { sentenceAround, type Token } from './tokens.ts';
import type { Attribution } from './types.ts';

type Source = Attribution['source'];

const words = (list: string) => list.split(' ');
/** Stems of those who say so; of the first kind that a sentence names. */
const SOURCES: readonly (readonly [Source, readonly string[]])[] = [
  ['analyst', words('analyst expert research think-tank observ studi cybersecur')],
  ['media', words('media newspap broadcast reuter bbc outlet magazin')],
  [
    'official',
    words(
      'ministri minist presid govern offici polic prosecutor court judg armi militari navi servic agenc spokesman spokeswoman spokesperson author intellig secretari chancellor premier ambassador investig lawmak senat council commiss inquiri head chief command',
    ),
  ],
];
/** Stems of what they do: a source says something. */
const SAYS = words(
  ': sai see tell report announc confirm accord conclud believ accus blame warn learn suspect assum find write wrote link trace state reveal disclos think charg attribut condemn protest summon call',
);
/** What a state does that says so. */
const SAYING: readonly Context[] = ['does:say', 'does:blame', 'does:answer'];

/** Who says that an author did it: whom the sentence names as a source, else whom the item does, else the item itself. */
export function sourceOf(reading: Reading, sentences: readonly Sentence[], sentence: Sentence, author: string): Source {
  const here = speakerIn(reading, sentence, author);
  if (here) return here;
  for (const other of sentences) {
    const speaker = speakerIn(reading, other, author);
    if (speaker) return speaker;
  }
  return 'media';
}

/** The source that a sentence names beside an author. */
function speakerIn(
  { stemOf }: Reading,
  { part: { tokens }, at, mentions }: Sentence,
  author: string,
): Source | undefined {
  const stems = new Set<string>();
  const { from: first, to: last } = sentenceAround(tokens, at);
  for (let i = first; i < last; i++) {
    const own = mentions.some(({ id, from, to }) => id === author && i >= from && i < to + 3);
    if (!own) stems.add(stemOf(tokens[i] as Token));
  }
  if (SAYS.some((stem) => stems.has(stem)))
    for (const [source, list] of SOURCES) if (list.some((stem) => stems.has(stem))) return source;
  const speaks = mentions.some(({ id, context }) => id !== author && SAYING.some((saying) => context.has(saying)));
  return speaks ? 'official' : undefined;
}
