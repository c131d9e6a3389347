import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/** Two-byte and longer characters of UTF-8 as they look when each byte was taken for one of windows-1252. */
const SUSPECT =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/;

/**
 * Text that was UTF-8, read as windows-1252 and written again ("â€¦" for "…"), as it was meant. Only where all of it can
 * have come about so: one character that windows-1252 lacks, or a byte out of place, and the text stays as it is.
 */
export function mendMojibake(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const bytes = iconv.encode(text, 'windows-1252');
  return isUtf8(bytes) && iconv.decode(bytes, 'windows-1252') === text ? bytes.toString('utf8') : text;
}
