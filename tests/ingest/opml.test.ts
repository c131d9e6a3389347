import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedsOf, formatOpml, type Opml, type Outline, parseOpml } from '../../src/ingest/opml.ts';

const LIST = `<?xml version="1.0"?><opml version="2.0"><head><title>Watch list</title><ownerName>Desk</ownerName></head><body>
  <outline text="Sea" customColour="blue">
    <outline text="Baltic"><outline type="rss" text="Coast &amp; harbour" xmlUrl="https://coast.example/feed?a=1&amp;b=2" htmlUrl="https://coast.example/" x:grade="B"/></outline>
    <outline type="rss" text="Again" XMLURL="https://coast.example/feed?a=1&amp;b=2"/>
  </outline>
  <outline title="Only a title" xmlurl="https://land.example/feed"/>
</body></opml>`;

describe('a list of subscriptions', () => {
  it('gives its feeds once each, with the groups that they stand in', () => {
    const opml = parseOpml(LIST) as Opml;
    expect(opml.head).toEqual({ title: 'Watch list', ownerName: 'Desk' });
    expect(feedsOf(opml)).toEqual([
      { url: 'https://coast.example/feed?a=1&b=2', title: 'Coast & harbour', groups: ['Sea', 'Baltic'] },
      { url: 'https://land.example/feed', title: 'Only a title', groups: [] },
    ]);
  });

  it('keeps attributes that it does not know, and its groups, when it is written again', () => {
    const opml = parseOpml(LIST) as Opml;
    const written = formatOpml(opml);
    expect(parseOpml(written)?.outlines[0]).toEqual(opml.outlines[0]);
    expect(written).toContain('x:grade="B"');
    expect(written).toContain('customColour="blue"');
    expect(written).toContain('<ownerName>Desk</ownerName>');
  });

  it('is read although it is broken', () => {
    const opml = parseOpml(
      '<opml><body><outline text="R&D" xmlUrl="https://a.example/?x=1&y=2"><outline text="b" xmlUrl="https://b.example/"',
    );
    expect(feedsOf(opml as Opml)).toEqual([{ url: 'https://a.example/?x=1&y=2', title: 'R&D', groups: [] }]);
  });

  it('is not a feed, a page or nothing', () => {
    for (const text of ['', '<rss/>', '<html></html>', 'opml']) expect(parseOpml(text)).toBeNull();
  });

  it('comes back as it was, whatever stands in it', () => {
    const text = fc
      .string({ unit: fc.constantFrom('a', 'Ł', '&', '<', '>', '"', "'", ';', 'amp', '\n', '日') })
      .map((value) => value.trim());
    const outlineOf = (inner: fc.Arbitrary<Outline[]>): fc.Arbitrary<Outline> =>
      fc.record({
        text: text.map((value) => value || 'x'),
        xmlUrl: fc.option(fc.webUrl()),
        htmlUrl: fc.option(fc.webUrl()),
        attributes: fc.dictionary(fc.constantFrom('type', 'category', 'customName', 'x:y'), text),
        outlines: inner,
      });
    const leaf = outlineOf(fc.constant([]));
    const outline = outlineOf(fc.array(outlineOf(fc.array(leaf, { maxLength: 2 })), { maxLength: 2 }));
    fc.assert(
      fc.property(fc.array(outline, { maxLength: 3 }), (outlines) => {
        const typed = (list: Outline[]): Outline[] =>
          list.map((each) => ({
            ...each,
            attributes:
              each.xmlUrl !== null && !('type' in each.attributes)
                ? { ...each.attributes, type: 'rss' }
                : each.attributes,
            outlines: typed(each.outlines),
          }));
        expect(parseOpml(formatOpml({ head: {}, outlines }))?.outlines).toEqual(typed(outlines));
      }),
    );
  });

  it('ends in time and memory, however deep its groups', () => {
    const opml = parseOpml(`<opml><body>${'<outline text="g">'.repeat(100_000)}`) as Opml;
    expect(feedsOf(opml)).toEqual([]);
    expect(formatOpml(opml).length).toBeLessThan(1_000_000);
  });
});
