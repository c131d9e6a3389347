import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { looksThai } from './thai.ts';

/** Marks that open a text in Unicode; UTF-32 first, since its little-endian mark begins with UTF-16's. */
const BYTE_ORDER_MARKS: readonly { bytes: readonly number[]; encoding: string }[] = [
  { bytes: [0x00, 0x00, 0xfe, 0xff], encoding: 'utf-32be' },
  { bytes: [0xff, 0xfe, 0x00, 0x00], encoding: 'utf-32le' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
];

/** How `<?` or `<r` begins in the wide encodings when there is no mark. */
const WIDE_STARTS: readonly { bytes: readonly (number | null)[]; encoding: string }[] = [
  { bytes: [0x00, 0x00, 0x00, 0x3c], encoding: 'utf-32be' },
  { bytes: [0x3c, 0x00, 0x00, 0x00], encoding: 'utf-32le' },
  { bytes: [0x00, 0x3c, 0x00, null], encoding: 'utf-16be' },
  { bytes: [0x3c, 0x00, null, 0x00], encoding: 'utf-16le' },
];

/** Labels that mean more than they say (WHATWG Encoding): pages in "Latin-1" or "ASCII" are windows-1252, and so on. */
const SUPERSETS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-sjis': 'shift_jis',
  'ks_c_5601-1987': 'euc-kr',
  'utf-16': 'utf-16le',
  'ucs-2': 'utf-16le',
  'iso-10646-ucs-2': 'utf-16le',
  'utf-32': 'utf-32le',
};

/** Bytes given to the detector: enough to tell, little enough to be quick on a large feed. */
const DETECTOR_BYTES = 64 * 1024;

/**
 * Bytes to text. In this order: byte-order mark, charset of the HTTP Content-Type, XML declaration, valid UTF-8,
 * a detector, windows-1252. A label that the bytes contradict (they are no UTF-8, or not two bytes wide) is passed over.
 * Never throws; a byte that means nothing becomes U+FFFD.
 */
export function decodeBytes(body: Uint8Array, contentType = ''): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const marked = BYTE_ORDER_MARKS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte));
  if (marked) return decodeAs(bytes.subarray(marked.bytes.length), marked.encoding);
  const wide = WIDE_STARTS.find((start) => start.bytes.every((byte, i) => byte === null || bytes[i] === byte));
  if (wide) return decodeAs(bytes, wide.encoding);

  for (const label of [charsetOf(contentType), declaredEncoding(bytes)]) {
    const encoding = label && usable(label);
    if (!encoding) continue;
    const text = encoding === 'utf-8' ? strictUtf8(bytes) : decodeAs(bytes, encoding);
    if (text !== null) return text;
  }
  const text = strictUtf8(bytes);
  if (text !== null) return text;
  return mostlyUtf8(bytes) ? bytes.toString('utf8') : decodeAs(bytes, detect(bytes));
}

/** The charset that a Content-Type names, in lower case. */
export function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1]?.toLowerCase();
}

function declaredEncoding(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 1024);
  return /<\?xml[^>]{0,300}?\sencoding\s*=\s*["']\s*([\w.:-]{1,40})\s*["']/i.exec(start)?.[1]?.toLowerCase();
}

/** The encoding that a label stands for, or null where the label says nothing: ASCII, unknown, or wide when the bytes are not. */
function usable(label: string): string | null {
  if (label === 'us-ascii' || label === 'ascii') return null;
  if (label === 'utf8') return 'utf-8';
  const encoding = SUPERSETS[label] ?? label;
  if (/^(?:utf-?(?:7|16|32)|ucs|base64|hex|binary)/.test(encoding)) return null;
  return iconv.encodingExists(encoding) || isWebEncoding(encoding) ? encoding : null;
}

function decodeAs(bytes: Buffer, encoding: string): string {
  if (encoding === 'utf-8') return bytes.toString('utf8');
  return iconv.encodingExists(encoding) ? iconv.decode(bytes, encoding) : new TextDecoder(encoding).decode(bytes);
}

/** Encodings that the platform knows and the library does not (ISO-2022-JP). */
function isWebEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== 'replacement';
  } catch {
    return false;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text when the bytes are UTF-8 (a character cut off at the very end is forgiven), else null. */
function strictUtf8(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes.subarray(0, completeLength(bytes)));
  } catch {
    return null;
  }
}

/** Length without the beginning of a multi-byte character that a truncated body ends in. */
function completeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** UTF-8 with a few broken bytes: many multi-byte characters, and hardly a byte that belongs to none. */
function mostlyUtf8(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, DETECTOR_BYTES).toString('utf8');
  let broken = 0;
  let wide = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) wide++;
  }
  return wide > 20 * broken;
}

function detect(bytes: Buffer): string {
  const sample = bytes.subarray(0, DETECTOR_BYTES);
  if (looksThai(sample)) return 'windows-874';
  // The markup around the text tells nothing, and drowns what little text there is.
  const text = Buffer.from(sample.toString('latin1').replace(/<[^<>]*>/g, ' '), 'latin1');
  for (const { name } of analyse(text)) {
    const encoding = usable(name.toLowerCase());
    if (encoding && encoding !== 'utf-8') return encoding;
  }
  return 'windows-1252';
}
