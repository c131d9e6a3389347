import { renderHtml } from '../digest/render/html.ts';
import { renderJson } from '../digest/render/json.ts';
import { renderMarkdown } from '../digest/render/markdown.ts';
import { renderText } from '../digest/render/text.ts';
import type { Digest } from '../digest/types.ts';

/** The forms in which a digest is given out. */
export const FACES = {
  html: { extension: 'html', render: renderHtml },
  md: { extension: 'md', render: renderMarkdown },
  json: { extension: 'json', render: renderJson },
  text: { extension: 'txt', render: renderText },
} as const satisfies Record<string, { extension: string; render: (digest: Digest) => string }>;

export type Face = keyof typeof FACES;
