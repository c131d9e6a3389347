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

/**
 * Cohen's kappa (1960) of pairs of judgements, with the large-sample standard error that he gives for it,
 * √(po (1 − po) / (n (1 − pe)²)): for a few dozen pairs the interval is rough.
 */
export function agreement(pairs: readonly (readonly [string, string])[]): Agreement {
  const n = pairs.length;
  if (n === 0) return { n, observed: null, kappa: null, interval: null };
  const shares = (side: 0 | 1) => {
    const counts = new Map<string, number>();
    for (const pair of pairs) counts.set(pair[side], (counts.get(pair[side]) ?? 0) + 1 / n);
    return counts;
  };
  const [first, second] = [shares(0), shares(1)];
  const observed = pairs.filter(([a, b]) => a === b).length / n;
  const chance = [...first].reduce((sum, [verdict, share]) => sum + share * (second.get(verdict) ?? 0), 0);
  if (1 - chance < 1e-9) return { n, observed, kappa: null, interval: null };
  const kappa = (observed - chance) / (1 - chance);
  const error = Math.sqrt((observed * (1 - observed)) / n) / (1 - chance);
  return { n, observed, kappa, interval: [Math.max(-1, kappa - 1.96 * error), Math.min(1, kappa + 1.96 * error)] };
}
