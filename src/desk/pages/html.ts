/** Text that is HTML already. Made by `html` alone. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

/** A template whose values are shown as text, whatever stands in them; `Html` and lists of it go in as they are. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.reduce((source, part, i) => source + render(values[i - 1]) + part));
}

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.source;
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An address from outside as a link that leads out, or its bare text when it is no web address. */
export function link(url: string | null, text: string): Html {
  return url && /^https?:\/\//i.test(url)
    ? html`<a href="${url}" rel="noopener noreferrer" target="_blank">${text}</a>`
    : html`${text}`;
}
