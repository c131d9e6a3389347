import { Tokenizer } from 'htmlparser2';

/** Elements whose text stands on lines of its own, with a blank line around it (paragraph) or without (line). */
const PARAGRAPHS = new Set(
  'p div section article aside header footer main nav h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure figcaption form fieldset address details hr body center'.split(
    ' ',
  ),
);
const LINES = new Set('br li dt dd tr caption option summary'.split(' '));
const CELLS = new Set(['td', 'th']);
/** Elements whose content is not for reading. */
const UNREADABLE = new Set('script style template noscript head iframe object svg math textarea select'.split(' '));

/**
 * HTML as plain text: paragraphs parted by a blank line, lines by a newline, other white space as one space, entities
 * decoded, scripts and styles left out. Any string goes, the time is linear in its length.
 */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return html.replace(/\s+/g, ' ').trim();
  const parts: string[] = [];
  let skipping: string | undefined;
  let skippedDepth = 0;
  const boundary = (name: string, closing: boolean) => {
    if (PARAGRAPHS.has(name)) parts.push('\n\n');
    else if (LINES.has(name)) parts.push(closing && name === 'br' ? '' : '\n');
    else if (CELLS.has(name)) parts.push(' ');
  };
  let name = '';
  const tokenizer: Tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      ontext: (start, end) => {
        if (!skipping) parts.push(html.slice(start, end).replace(/\s+/g, ' '));
      },
      ontextentity: (codepoint) => {
        if (!skipping) parts.push(codepoint === 0xa0 ? ' ' : String.fromCodePoint(codepoint));
      },
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
        if (skipping === name) skippedDepth++;
        else if (!skipping) boundary(name, false);
      },
      onopentagend: () => {
        if (!skipping && UNREADABLE.has(name)) {
          skipping = name;
          skippedDepth = 1;
        }
      },
      onselfclosingtag: () => {
        if (skipping === name) skippedDepth--;
        if (skippedDepth === 0) skipping = undefined;
      },
      onclosetag: (start, end) => {
        const closed = html.slice(start, end).toLowerCase();
        if (skipping === closed && --skippedDepth === 0) skipping = undefined;
        else if (!skipping) boundary(closed, true);
      },
      oncdata: (start, end, offset) => {
        if (!skipping) parts.push(html.slice(start, end - offset).replace(/\s+/g, ' '));
      },
      onattribname: () => {},
      onattribdata: () => {},
      onattribentity: () => {},
      onattribend: () => {},
      oncomment: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return tidyLines(parts.join(''));
}

/** At most one blank line in a row, no white space around lines. */
function tidyLines(text: string): string {
  const lines: string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\s+/g, ' ').trim();
    if (line || (lines.length > 0 && lines.at(-1) !== '')) lines.push(line);
  }
  return lines.join('\n').trim();
}

const KNOWN_TAG =
  /<(?!\/?(?:a|abbr|acronym|b|bdi|bdo|big|blink|blockquote|br|center|cite|code|del|dfn|div|em|embed|font|h[1-6]|hr|i|img|ins|kbd|li|mark|nobr|ol|p|pre|q|s|samp|script|small|span|strike|strong|style|sub|sup|table|tbody|td|time|tr|tt|u|ul|var|wbr)\b|!--)/gi;

/** A title's HTML as one line of text. What only looks like a tag ("List<String>") stays. */
export function titleText(html: string): string {
  const marked = html.includes('<') ? html.replace(KNOWN_TAG, '&lt;') : html;
  return htmlToText(marked).replace(/\s+/g, ' ');
}
