/** HTML that is safe to put into a page as it stands: made by `html`, never from outside. */
export class SafeHtml {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

type Value = SafeHtml | string | number | null | undefined | false | readonly Value[];

/**
 * Template tag: every value is escaped for text and quoted attributes alike, except for other `html`. Lists are
 * written one after the other; null, undefined and false as nothing.
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): SafeHtml {
  let markup = literals[0] ?? '';
  for (const [index, value] of values.entries()) markup += write(value) + (literals[index + 1] ?? '');
  return new SafeHtml(markup);
}

function write(value: Value): string {
  if (value instanceof SafeHtml) return value.markup;
  if (Array.isArray(value)) return value.map(write).join('');
  if (value === null || value === undefined || value === false) return '';
  return escapeHtml(String(value));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for HTML; control characters that HTML does not allow are left out. */
export const escapeHtml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be left out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(/[&<>"']/g, (mark) => ENTITIES[mark] as string);
