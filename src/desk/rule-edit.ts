import { z } from 'zod';
import { isRuleFile } from '../config/rule-files.ts';

/** Where a rule file lies within the configuration folder. */
export const ruleFileName = z
  .string()
  .refine(isRuleFile, 'is no rule file: lexicon/threats.yaml, patterns/seabed.yaml …');

/** A rule file as it would be; null takes it away. */
export const editShape = { file: ruleFileName, content: z.string().max(900_000).nullable() };

type Edit = z.infer<z.ZodObject<typeof editShape>>;

/** Whether an edit can be made at all, and what is said if not: `schema.refine(...possible)`. */
export const possible: [possible: (edit: Edit) => boolean, otherwise: { path: string[]; error: string }] = [
  ({ file, content }) => content !== null || file.startsWith('patterns/'),
  { path: ['content'], error: 'only patterns can be taken away' },
];

export const ruleEdit = z.object(editShape).refine(...possible);

/** file -> its text as it would be, as the checks of rules take it */
export const editsOf = ({ file, content }: Edit): Map<string, string | null> => new Map([[file, content]]);
