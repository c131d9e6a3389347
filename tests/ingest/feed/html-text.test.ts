import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlToText, titleText } from '../../../src/ingest/feed/html-text.ts';
import { resolveLinks } from '../../../src/ingest/feed/resolve-links.ts';

describe('HTML as plain text', () => {
  it('parts paragraphs by a blank line and lines by a newline', () => {
    expect(htmlToText('<p>One\n  line.</p><p>Two<br>lines.</p>Tail')).toBe('One line.\n\nTwo\nlines.\n\nTail');
    expect(htmlToText('One.<br/>\n<br/>Two.')).toBe('One.\n\nTwo.');
    expect(htmlToText('<ul><li>a</li><li>b</li></ul>c')).toBe('a\nb\n\nc');
    expect(htmlToText('<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>')).toBe('1 2\n3');
  });

  it('glues nothing together that stood apart, and parts nothing within a word', () => {
    expect(htmlToText('<div>One</div><div>Two</div>')).toBe('One\n\nTwo');
    expect(htmlToText('un<b>break</b>able')).toBe('unbreakable');
  });

  it('decodes entities, also without their semicolon and next to tags', () => {
    expect(htmlToText('A&amp;B &eacute;t&eacute; &#8217; &nbsp;x &lt;b&gt;')).toBe('A&B été ’ x <b>');
  });

  it('leaves out what is not for reading', () => {
    expect(htmlToText('a<script>if (1 < 2) alert("<p>")</script>b<style>p{}</style><!-- c -->d')).toBe('abd');
  });

  it('takes any string, and leaves neither runs of spaces nor blank lines in a row', () => {
    const markup = fc.array(
      fc.constantFrom(
        '<p>',
        '</p>',
        '<br>',
        '<',
        '>',
        '&',
        '&amp;',
        '<script>',
        '</script>',
        '<svg>',
        'a',
        ' ',
        '\n',
        '\u2028',
        '<!--',
        '-->',
        '"',
        '<a href="',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          markup.map((parts) => parts.join('')),
        ),
        (html) => {
          const text = htmlToText(html);
          expect(text).not.toMatch(/ {2}|\n{3}|^\s|\s$/);
          expect(htmlToText(html)).toBe(text);
        },
      ),
    );
  });
});

describe('a title as text', () => {
  it('loses markup and line ends', () => {
    expect(titleText('<b>Drone</b>\n over &amp; <i>beyond</i>')).toBe('Drone over & beyond');
  });

  it('keeps what only looks like a tag', () => {
    expect(titleText('Why List<String> is < than we thought')).toBe('Why List<String> is < than we thought');
  });
});

describe('links in HTML', () => {
  const base = 'https://coast.example/news/today/';

  it('become absolute, and nothing else changes', () => {
    expect(
      resolveLinks('<p class=x>See <A HREF=" ../a?b=1&amp;c=2 ">a</a> <img src=\'i.jpg\' alt="> i.jpg"></p>', base),
    ).toBe(
      '<p class=x>See <A HREF="https://coast.example/news/a?b=1&amp;c=2">a</a> <img src=\'https://coast.example/news/today/i.jpg\' alt="> i.jpg"></p>',
    );
    expect(resolveLinks('<img srcset="a.jpg 1x, /b.jpg 2x">', base)).toBe(
      '<img srcset="https://coast.example/news/today/a.jpg 1x, https://coast.example/b.jpg 2x">',
    );
  });

  it('stay as they are when they are absolute, or there is no base', () => {
    const html = '<a href="mailto:desk@coast.example">m</a><a href="HTTPS://x.example/A">x</a>';
    expect(resolveLinks(html, base)).toBe(html);
    expect(resolveLinks('<a href="x">', null)).toBe('<a href="x">');
  });

  it('leave the text alone, whatever the string', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<a href=', '"', "'", '>', 'x', ' ', '<img src="y">', '</a>', '<', 'srcset=', ',')),
        (parts) => {
          const html = parts.join('');
          expect(htmlToText(resolveLinks(html, base))).toBe(htmlToText(html));
        },
      ),
    );
  });
});
