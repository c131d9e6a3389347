/** Tags of an incident that an analyst may correct. */
export const TAG_FIELDS = ['threats', 'actors', 'affected', 'locations', 'cues'] as const;
export type TagField = (typeof TAG_FIELDS)[number];

/** Tags added to and removed from an incident. */
export type TagCorrection = Partial<Record<TagField, { add: string[]; remove: string[] }>>;
