import { describe, expect, it } from 'vitest';
import { likeness, prepare } from '../../src/incidents/likeness.ts';
import { articleSignature } from '../../src/incidents/signature.ts';
import { TermRates } from '../../src/incidents/term-rates.ts';
import { OUTLETS, STORIES } from './wire-stories.ts';

const items = STORIES.flatMap((story) =>
  Object.entries(OUTLETS).map(([change, make], i) => {
    const { event, title, paragraphs, published } = make(story);
    const signature = articleSignature({ id: `${event} ${i}`, title, text: paragraphs.join('\n\n'), published });
    return { event, change, signature };
  }),
);
const rates = new TermRates();
for (const { signature } of items) rates.add(signature.terms);
const isCopy = (a: (typeof items)[number], b: (typeof items)[number]) =>
  likeness(prepare(a.signature, rates), b.signature, rates).duplicate;

describe('copies of a wire story', () => {
  for (const change of Object.keys(OUTLETS))
    it(`are known when an outlet ${change}`, () => {
      for (const { event } of STORIES) {
        const [wire, copy] = [Object.keys(OUTLETS)[0], change].map((wanted) =>
          items.find((item) => item.event === event && item.change === wanted),
        );
        if (wire && copy) expect(isCopy(copy, wire), event).toBe(true);
      }
    });

  it('are told from the same template filled in for another event: F1 of at least 0.95 over all pairs', () => {
    let [right, wrong, missed] = [0, 0, 0];
    const errors: string[] = [];
    for (const [i, a] of items.entries())
      for (const b of items.slice(0, i)) {
        const [copy, same] = [isCopy(a, b), a.event === b.event];
        if (copy && same) right++;
        if (copy && !same) wrong++;
        if (!copy && same) missed++;
        if (copy !== same) errors.push(`${a.event} ${a.change} / ${b.event} ${b.change}`);
      }
    const f1 = (2 * right) / (2 * right + wrong + missed);
    expect(f1, errors.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(0.95);
  });
});
