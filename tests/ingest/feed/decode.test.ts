import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../src/ingest/feed/decode.ts';

const feed = (title: string, encoding?: string) =>
  `<?xml version="1.0"${encoding ? ` encoding="${encoding}"` : ''}?><rss version="2.0"><channel><title>${title}</title></channel></rss>`;

describe('bytes to text', () => {
  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
    'believes a byte-order mark of %s above all',
    (encoding) => {
      const text = feed('Łódź, Kraków, Ğ, 日本', 'windows-1252');
      const bytes = iconv.encode(text, encoding, { addBOM: true });
      expect(decodeBytes(bytes, 'text/xml; charset=iso-8859-1')).toBe(text);
    },
  );

  it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('knows %s without a mark', (encoding) => {
    const text = feed('Łódź');
    expect(decodeBytes(iconv.encode(text, encoding, { addBOM: false }))).toBe(text);
  });

  it('believes the charset of HTTP before the declaration', () => {
    const text = feed('Zażółć gęślą jaźń', 'iso-8859-1');
    expect(decodeBytes(iconv.encode(text, 'iso-8859-2'), 'application/xml; charset="ISO-8859-2"')).toBe(text);
  });

  it('passes over a charset of HTTP that the bytes contradict', () => {
    const text = feed('Zażółć', 'windows-1250');
    expect(decodeBytes(iconv.encode(text, 'windows-1250'), 'text/xml; charset=utf-8')).toBe(text);
  });

  it('believes the declaration', () => {
    const text = feed('Как пережить ночь', 'koi8-r');
    expect(decodeBytes(iconv.encode(text, 'koi8-r'))).toBe(text);
  });

  it('passes over a declaration of two-byte characters in a text of single bytes', () => {
    const text = feed('Zürich', 'utf-16');
    expect(decodeBytes(Buffer.from(text))).toBe(text);
  });

  it('takes Latin-1 for windows-1252, as browsers do', () => {
    const text = feed('“Quoted” – €5', 'iso-8859-1');
    expect(decodeBytes(iconv.encode(text, 'windows-1252'))).toBe(text);
  });

  it('reads ISO-2022-JP, which is ASCII to look at', () => {
    const title = Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]);
    const bytes = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="iso-2022-jp"?><a>'),
      title,
      Buffer.from('</a>'),
    ]);
    expect(decodeBytes(bytes)).toContain('<a>日本</a>');
  });

  it.each([
    ['windows-1251', 'Пограничная служба сообщила, что беспилотник упал на поле недалеко от реки. Никто не пострадал.'],
    ['shift_jis', '海上保安庁によると、ケーブルを切断したとみられる船舶は港に向かっている。乗組員は無事だった。'],
    ['euc-kr', '해양경찰은 케이블을 절단한 것으로 보이는 선박이 항구로 향하고 있다고 밝혔다. 선원들은 무사했다.'],
    ['gb18030', '海警表示，疑似切断电缆的船只正驶往港口。船员安然无恙。调查仍在进行中，尚无结论。'],
    ['windows-874', 'หน่วยยามฝั่งแจ้งว่าเรือที่คาดว่าตัดสายเคเบิลกำลังมุ่งหน้าไปยังท่าเรือ ลูกเรือปลอดภัยดี'],
  ])('detects undeclared %s', (encoding, text) => {
    expect(decodeBytes(iconv.encode(`<rss><title>${text}</title></rss>`, encoding))).toContain(text);
  });

  it('keeps UTF-8 with one broken byte, or one cut off at its end', () => {
    const text = feed('Ünïcödé – ничего – 日本語 – łąka – ещё один день у моря');
    const cut = Buffer.from(`${text}я`).subarray(0, -1);
    expect(decodeBytes(cut)).toBe(text);
    expect(decodeBytes(Buffer.concat([Buffer.from(text), Buffer.from([0xff])]))).toContain('один день у моря');
  });

  it('falls back to windows-1252', () => {
    expect(decodeBytes(Buffer.from([0x93, 0x41, 0x94]))).toBe('“A”');
  });

  it('gives some text for any bytes and any header, the same each time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string(), (bytes, charset) => {
        const text = decodeBytes(bytes, `text/xml; charset=${charset}`);
        expect(typeof text).toBe('string');
        expect(decodeBytes(bytes, `text/xml; charset=${charset}`)).toBe(text);
      }),
    );
  });

  it('gives back any text in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeBytes(Buffer.from(`<rss>${text}`))).toBe(`<rss>${text}`);
      }),
    );
  });
});
