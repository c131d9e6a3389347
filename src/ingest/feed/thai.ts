/**
 * Whether bytes without a declared encoding are Thai (TIS-620, windows-874), which the detector does not know.
 * Thai orthography decides: vowels and tone marks that stand above or below (0xD1, 0xD4..0xDA, 0xE7..0xEE) follow a
 * consonant (0xA1..0xCE) or another such mark, and the rest of the high bytes lies in the Thai block. Chinese, Japanese
 * and Korean encodings have bytes of the same range, but in pairs: no word there has an odd number of them.
 */
export function looksThai(bytes: Uint8Array): boolean {
  let high = 0;
  let thai = 0;
  let marks = 0;
  let placed = 0;
  let run = 0;
  let runs = 0;
  let oddRuns = 0;
  for (let i = 0; i <= bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) {
      if (run > 0) runs++;
      oddRuns += run % 2;
      run = 0;
      continue;
    }
    high++;
    run++;
    if (isConsonant(byte) || (byte >= 0xcf && byte <= 0xda) || (byte >= 0xdf && byte <= 0xfb)) thai++;
    if (!isMark(byte)) continue;
    marks++;
    const before = bytes[i - 1] ?? 0;
    if (isConsonant(before) || isMark(before)) placed++;
  }
  return high >= 20 && thai >= 0.95 * high && marks >= 0.1 * high && placed >= 0.97 * marks && oddRuns >= 0.2 * runs;
}

const isConsonant = (byte: number) => byte >= 0xa1 && byte <= 0xce;
const isMark = (byte: number) => byte === 0xd1 || (byte >= 0xd4 && byte <= 0xda) || (byte >= 0xe7 && byte <= 0xee);
