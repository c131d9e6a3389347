import { z } from 'zod';

/** How far two who judged the same cases agree beyond chance. */
export const agreementSchema = z.object({
  n: z.int().describe('pairs of judgements'),
  observed: z.number().nullable().describe('share of them that are the same; null without pairs'),
  kappa: z
    .number()
    .nullable()
    .describe(
      "Cohen's kappa: 1 always, 0 no more than chance; null where chance alone makes them the same, or without pairs",
    ),
  interval: z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe('its 95 % interval (normal approximation), null with it'),
});
export type Agreement = z.infer<typeof agreementSchema>;

/** How often one verdict met another. */
export const pairCountSchema = z.object({ first: z.string(), second: z.string(), n: z.int() });
export type PairCount = z.infer<typeof pairCountSchema>;

/**
 * Cohen's kappa (1960) of pairs of judgements, with the large-sample standard error that he gives for it,
 * √(po (1 − po) / (n (1 − pe)²)): for a few dozen pairs the interval is rough.
 */
export function agreement(counts: readonly PairCount[]): Agreement {
  const n = counts.reduce((sum, one) => sum + one.n, 0);
  if (n === 0) return { n, observed: null, kappa: null, interval: null };
  const shares = (side: 'first' | 'second') => {
    const shares = new Map<string, number>();
    for (const one of counts) shares.set(one[side], (shares.get(one[side]) ?? 0) + one.n / n);
    return shares;
  };
  const [first, second] = [shares('first'), shares('second')];
  const observed = counts.reduce((sum, one) => sum + (one.first === one.second ? one.n : 0), 0) / n;
  const chance = [...first].reduce((sum, [verdict, share]) => sum + share * (second.get(verdict) ?? 0), 0);
  if (1 - chance < 1e-9) return { n, observed, kappa: null, interval: null };
  const kappa = (observed - chance) / (1 - chance);
  const error = Math.sqrt((observed * (1 - observed)) / n) / (1 - chance);
  return { n, observed, kappa, interval: [Math.max(-1, kappa - 1.96 * error), Math.min(1, kappa + 1.96 * error)] };
}
