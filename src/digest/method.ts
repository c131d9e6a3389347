import { figure } from './words.ts';

/** How the digest's figures come about, for its last section. `days`: how far back the record reaches. */
export function methodOf(ruleSet: string, days: number): string[] {
  return [
    'An incident is one event, however many articles tell of it; it belongs to the day on which it was first seen. Incidents that touch several countries or threat types count in each of their rows and columns, and once in a total. Dismissed incidents are left out.',
    'Severity runs from 1 to 5 (signal, intrusion, harm, serious, grave), judged by means, damage, casualties, target, repetition and signs of escalation.',
    `“Rising” and “falling” compare the last 7 days with the 28 days before them, and the last 28 with the 84 before: an exact conditional test of two Poisson counts, two-sided, adjusted for the number of comparisons (at most one in ten of those shown is chance), and never on fewer than three incidents in 7 days or five in 28. The record reaches back ${figure(days)} days.`,
    'Reliability of sources follows the Admiralty code, A (completely reliable) to E (unreliable), F (cannot be judged). Quotations are whole sentences from the articles, cut only where “…” says so; attributions are the sources’ own.',
    `Tags and flags are set by rule set ${ruleSet}; “confirmed” means that an analyst has agreed.`,
  ];
}
