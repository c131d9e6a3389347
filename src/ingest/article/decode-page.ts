import { charsetOf, decodeBytes } from '../feed/decode.ts';

/** As far into a page as its encoding may be declared (HTML Standard, "prescan a byte stream"). */
const HEAD = 1024;

/** A page's bytes as text: by the HTTP charset, else by the page's own `<meta charset>`, else as for feeds. */
export function decodePage(body: Uint8Array, contentType: string | null): string {
  if (contentType && charsetOf(contentType)) return decodeBytes(body, contentType);
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, HEAD)).toString('latin1');
  const label = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1];
  return decodeBytes(body, label ? `text/html; charset=${label}` : '');
}
