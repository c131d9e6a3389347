import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractArticle } from '../../../src/ingest/article/extract.ts';
import { DESIGNS, type Pieces } from './designs.ts';
import { AROUND, BETWEEN, TAIL } from './furniture-pieces.ts';
import { ENGLISH, STORIES, type Story } from './stories.ts';

const NOTHING: Pieces = { before: '', between: () => '', tail: '', after: '' };
const whole = (story: Story) => story.paragraphs.join('\n\n');
const names = (of: Record<string, unknown>) => fc.constantFrom(...Object.keys(of));
const joined = (keys: readonly string[]) => keys.map((key) => AROUND[key]).join('\n');

describe.each(Object.entries(DESIGNS))('%s', (_, design) => {
  const read = (story: Story, pieces: Partial<Pieces>) =>
    extractArticle(design(story, { ...NOTHING, ...pieces }), 'https://gazette.example/sea/cable').text;

  test.each(STORIES.map((story) => [story.title, story] as const))('gives “%s” and nothing else', (_title, story) => {
    expect(read(story, {})).toBe(whole(story));
  });

  test('gives its text, whatever stands before and after it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STORIES),
        fc.uniqueArray(names(AROUND), { maxLength: 4 }),
        fc.uniqueArray(names(AROUND), { maxLength: 6 }),
        (story, before, after) => {
          expect(read(story, { before: joined(before), after: joined(after) })).toBe(whole(story));
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });

  test('gives its text, whatever stands within it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat(ENGLISH.paragraphs.length - 2), names(BETWEEN)), { maxLength: 3 }),
        names(TAIL),
        (within, tail) => {
          const between = (i: number) => within.map(([at, key]) => (at === i ? BETWEEN[key] : '')).join('');
          expect(read(ENGLISH, { between, tail: TAIL[tail]?.(ENGLISH.author, ENGLISH.bio) ?? '' })).toBe(whole(ENGLISH));
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });
});
