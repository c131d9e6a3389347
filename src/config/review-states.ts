/** How far the review of an incident has come. */
export const REVIEW_STATES = ['new', 'in-review', 'confirmed', 'dismissed', 'escalated'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];
