import { html, type SafeHtml } from '../../digest/render/safe-html.ts';
import { safeUrl } from '../../digest/render/safe-url.ts';

/** An address from outside as a link that leads out, or its bare text when it is no web address. */
export function link(address: string | null, text: string): SafeHtml {
  const url = safeUrl(address);
  return url ? html`<a href="${url}" rel="noopener noreferrer" target="_blank">${text}</a>` : html`${text}`;
}
