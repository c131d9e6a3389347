import { TAG_FIELDS, type TagCorrection, type TagField } from './tags.ts';

type Tags = Record<TagField, string[]>;

/** Tags with a correction applied; everything else stays as it is. */
export function corrected<T extends Tags>(tags: T, correction: TagCorrection): T {
  const result = { ...tags };
  for (const field of TAG_FIELDS) {
    const { add = [], remove = [] } = correction[field] ?? {};
    result[field] = [...new Set([...tags[field].filter((tag) => !remove.includes(tag)), ...add])];
  }
  return result;
}

/** The part of a correction that changes something: what is added is not there yet, what is removed is. */
export function effective(tags: Tags, correction: TagCorrection): TagCorrection {
  return Object.fromEntries(
    TAG_FIELDS.flatMap((field) => {
      const { add = [], remove = [] } = correction[field] ?? {};
      const change = {
        add: [...new Set(add)].filter((tag) => !tags[field].includes(tag)),
        remove: [...new Set(remove)].filter((tag) => tags[field].includes(tag) && !add.includes(tag)),
      };
      return change.add.length + change.remove.length > 0 ? [[field, change]] : [];
    }),
  );
}

/** The correction that takes an effective one back. */
export function inverse(correction: TagCorrection): TagCorrection {
  return Object.fromEntries(
    Object.entries(correction).map(([field, { add, remove }]) => [field, { add: remove, remove: add }]),
  );
}
