import { decodeHTMLAttribute, escapeAttribute } from 'entities';
import { tokenizeHtml } from './tokenize-html.ts';

/** Attributes that hold one address. */
const ADDRESSES = new Set('href src action cite data poster background longdesc formaction usemap'.split(' '));

/** A quick look for something to resolve; what it takes for one wrongly costs time alone. */
const RELATIVE =
  /\b(?:srcset|(?:href|src|action|cite|data|poster|background|longdesc|formaction|usemap)\s*=\s*(?:["']\s*)?(?!["'\s]|[a-z][a-z\d+.-]{1,20}:))/i;

/** `address` made absolute, or null where it is none or cannot be resolved. */
export function resolveUrl(address: string, base?: string | null): string | null {
  const trimmed = address.trim();
  try {
    return new URL(trimmed, base ?? undefined).href;
  } catch {
    return null;
  }
}

/** The same HTML with the relative addresses in its attributes resolved against `base`. Linear in its length. */
export function resolveLinks(html: string, base: string | null): string {
  if (!base || !RELATIVE.test(html)) return html;
  const out: string[] = [];
  let copied = 0;
  let attribute = '';
  let start = -1;
  let end = -1;
  const replace = (value: string) => {
    out.push(html.slice(copied, start), escapeAttribute(value));
    copied = end;
  };
  tokenizeHtml(html, {
    onattribname: (from, to) => {
      attribute = html.slice(from, to).toLowerCase();
      start = -1;
    },
    onattribdata: (from, to) => {
      if (start < 0) start = from;
      end = to;
    },
    onattribend: () => {
      if (start < 0) return;
      if (attribute === 'srcset') return replace(resolveCandidates(decodeHTMLAttribute(html.slice(start, end)), base));
      if (!ADDRESSES.has(attribute)) return;
      const value = decodeHTMLAttribute(html.slice(start, end));
      const absolute = /^[a-z][a-z\d+.-]*:\S/i.test(value) ? null : resolveUrl(value, base);
      if (absolute !== null) replace(absolute);
    },
  });
  out.push(html.slice(copied));
  return out.join('');
}

/** `srcset`: addresses with their widths or densities, parted by commas. */
function resolveCandidates(srcset: string, base: string): string {
  return srcset
    .split(/,\s+/)
    .map((candidate) => {
      const [address = '', ...descriptors] = candidate.trim().split(/\s+/);
      return [resolveUrl(address, base) ?? address, ...descriptors].join(' ');
    })
    .join(', ');
}
