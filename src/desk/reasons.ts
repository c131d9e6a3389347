/** Why an incident is dismissed. */
export const REASONS = [
  'not-hostile',
  'no-pact',
  'above-threshold',
  'old-news',
  'duplicate',
  'wrong-tags',
  'other',
] as const;
