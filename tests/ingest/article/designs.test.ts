import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractArticle } from '../../../src/ingest/article/extract.ts';
import { DESIGNS, type Pieces } from './designs.ts';
import { ABOVE, BELOW, BETWEEN, TAIL } from './furniture-pieces.ts';
import { ENGLISH, SHORT, STORIES, type Story } from './stories.ts';

const NOTHING: Pieces = { before: '', between: () => '', tail: '', after: '' };
const whole = (story: Story) => story.paragraphs.join('\n\n');
const names = (of: Record<string, unknown>) => fc.constantFrom(...Object.keys(of));
const footersLast = (a: string, b: string) => Number(a.startsWith('footer')) - Number(b.startsWith('footer'));
const joined = (keys: readonly string[], of: Record<string, string>) => keys.map((key) => of[key]).join('\n');

/** Where nothing parts the text from what follows it, only words do. */
const UNPARTED = new Set([
  'everything in one main without wrappers',
  'parts in containers without a common parent of their own',
]);

describe.each(Object.entries(DESIGNS))('%s', (name, design) => {
  const read = (story: Story, pieces: Partial<Pieces>) =>
    extractArticle(design(story, { ...NOTHING, ...pieces }), 'https://gazette.example/sea/cable').text;

  test.each(STORIES.map((story) => [story.title, story] as const))('gives “%s” and nothing else', (_title, story) => {
    expect(read(story, {})).toBe(whole(story));
  });

  test('gives its text, whatever stands before and after it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STORIES.filter((story) => story !== SHORT)),
        fc.uniqueArray(names(ABOVE), { maxLength: 3 }),
        fc.uniqueArray(
          names(BELOW).filter((key) => !(UNPARTED.has(name) && key === 'footer of divs')),
          { maxLength: 4 },
        ),
        (story, before, after) => {
          expect(
            read(story, { before: joined(before, ABOVE), after: joined(after.toSorted(footersLast), BELOW) }),
          ).toBe(whole(story));
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });

  test.skipIf(UNPARTED.has(name))('gives its text where nothing but an imprint stands behind it', () => {
    expect(read(ENGLISH, { after: BELOW['footer of divs'] })).toBe(whole(ENGLISH));
  });

  test('gives its text, whatever stands within it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.nat(ENGLISH.paragraphs.length - 2), names(BETWEEN)), { maxLength: 3 }),
        names(TAIL),
        (within, tail) => {
          const between = (i: number) => within.map(([at, key]) => (at === i ? BETWEEN[key] : '')).join('');
          expect(read(ENGLISH, { between, tail: TAIL[tail]?.(ENGLISH.author, ENGLISH.bio) ?? '' })).toBe(
            whole(ENGLISH),
          );
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });
});
