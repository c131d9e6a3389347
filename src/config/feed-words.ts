/** What a feed is about; a closed list, so that filters and digests can rely on it. */
export const FEED_TOPICS = [
  'world',
  'europe',
  'baltic',
  'poland',
  'romania',
  'finland',
  'nordic',
  'arctic',
  'black-sea',
  'ukraine',
  'indo-pacific',
  'defence',
  'maritime',
  'cyber',
  'disinformation',
  'institutions',
  'analysis',
  'general',
] as const;

/**
 * How far a source can be relied on, by the Admiralty code (NATO AJP-2.1):
 * A completely, B usually, C fairly, D not usually, E not reliable, F cannot be judged.
 */
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** Whether an outlet is invented, as the demo's are: its name is of those that nobody can have (RFC 2606). */
export const isInvented = ({ url }: { url: string }): boolean => new URL(url).hostname.endsWith('.example');
