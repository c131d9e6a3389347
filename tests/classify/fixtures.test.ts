import { expect, test } from 'vitest';
import { readClassifier } from '../../src/cli/read-classifier.ts';
import { fixtureArticles } from '../support/fixture-articles.ts';

const classifier = readClassifier();
const read = fixtureArticles().map((article) => ({ ...article, found: classifier.classify(article) }));

/** F1 of a list of tags over all articles. */
function f1(of: 'threats' | 'affected' | 'cues'): number {
  let right = 0;
  let all = 0;
  for (const { expected, found } of read) {
    const wanted = new Set(expected[of] ?? []);
    right += found[of].filter((tag) => wanted.has(tag)).length;
    all += found[of].length + wanted.size;
  }
  return (2 * right) / all;
}

test('of the articles of the demo those are flagged that should be, and no other', () => {
  expect(read.length).toBeGreaterThan(30);
  const wrong = read.filter(({ expected, found }) => expected.flag !== found.flag);
  expect(wrong.map(({ url, expected, found }) => `${url}: ${found.flag} in place of ${expected.flag}`)).toEqual([]);
});

test('threats, affected states and cues of the articles of the demo are mostly as an analyst tags them', () => {
  expect(f1('threats')).toBeGreaterThan(0.8);
  expect(f1('affected')).toBeGreaterThan(0.8);
  expect(f1('cues')).toBeGreaterThan(0.6);
});
