import { FetchFailure } from './failure.ts';

/** What a caller can use; anything else is a `bad-content-type`. */
export type Wanted = 'feed' | 'page' | 'any';

/** What bytes look like, whatever their Content-Type says. */
export type DocumentKind = 'html' | 'markup' | 'json' | 'text' | 'binary' | 'empty';

/** How many bytes of a document are looked at. */
export const HEAD_LENGTH = 2048;

// A byte order mark, white space, and what may stand before the root element.
const PROLOG = /^(?:\ufeff|\xef\xbb\xbf|\s|<\?[^>]*>|<!--.*?-->)+/s;
// Control characters that text does not have (WHATWG MIME Sniffing Standard, "binary data byte").
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const BINARY = /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/;

/**
 * Says no to what is plainly not `accept`. The bytes decide; Content-Type, which often lies, only where they are
 * silent.
 * @param head the first HEAD_LENGTH bytes, or all there are
 * @throws FetchFailure bad-content-type
 */
export function inspectDocument(
  head: Uint8Array,
  { accept, contentType, host }: { accept: Wanted; contentType: string | null; host: string },
): void {
  if (accept === 'any') return;
  const kind = documentKind(head);
  const declared = contentType?.split(';', 1)[0]?.trim().toLowerCase() || 'no content type';
  const wanted = accept === 'feed' ? 'a feed' : 'a web page';
  const instead = (what: string) => {
    throw new FetchFailure('bad-content-type', `${host} answers with ${what} where ${wanted} should be`);
  };
  if (kind === 'binary') instead(`binary data (${declared.slice(0, 60)})`);
  if (accept === 'feed' && kind === 'html') {
    const title = titleIn(head);
    instead(`a web page${title ? ` (“${title}”)` : ''}`);
  }
  if (accept === 'page' && (kind === 'json' || kind === 'text') && !PAGE_TYPES.test(declared))
    instead(declared.slice(0, 60));
}

const PAGE_TYPES = /^(text\/(html|plain|xml)|application\/(xhtml\+xml|xml|octet-stream)|no content type)$/;

/** Tells from the first bytes (HEAD_LENGTH or all there are) what a document is. */
export function documentKind(head: Uint8Array): DocumentKind {
  const text = headText(head);
  const start = text.replace(PROLOG, '');
  if (/^<(?:!doctype\s+html|html|head|body|title|script|meta|div)\b/i.test(start)) return 'html';
  if (/^</.test(start) || (start === '' && text.includes('<'))) return 'markup';
  if (/^[{[]/.test(start)) return 'json';
  if (start === '') return 'empty';
  return BINARY.test(text) ? 'binary' : 'text';
}

/** The text of an HTML page's title, cut to 80 characters, null when there is none in `head`. */
function titleIn(head: Uint8Array): string | null {
  const title = /<title[^<>]*>([^<]{1,300})/i.exec(new TextDecoder().decode(head))?.[1];
  return (
    title
      ?.replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 80) || null
  );
}

/** Bytes as text, well enough to tell markup: UTF-16 as such, everything else byte by byte. */
function headText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_LENGTH);
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return new TextDecoder('utf-16le').decode(head);
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return new TextDecoder('utf-16be').decode(head);
  return Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
}
