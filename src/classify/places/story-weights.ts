/** What each feature of a state or place weighs, in log-odds that the story happens there or is about it. */
export const STORY_WEIGHTS: Record<'country' | 'place', { bias: number; weights: Record<string, number> }> = {
  country: { bias: 0, weights: {} },
  place: { bias: 0, weights: {} },
};
