import { decodeHTML } from 'entities';
import { tokenizeHtml } from './tokenize-html.ts';

/** Elements whose text stands on lines of its own, with a blank line around it (paragraph) or without (line). */
const PARAGRAPHS = new Set(
  'p div section article aside header footer main nav h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure figcaption form fieldset address details hr body center'.split(
    ' ',
  ),
);
const LINES = new Set('li dt dd tr caption option summary'.split(' '));
const CELLS = new Set(['td', 'th']);
/** Elements whose content is not for reading. */
const UNREADABLE = new Set('script style template noscript head iframe object svg math textarea select'.split(' '));

/** Marks of a break in the text as it is gathered; white space to any expression, so none is left at the end. */
const PARAGRAPH = '\u2029';
const BREAK = '\u2028';
const LINE = '\v';

/**
 * HTML as plain text: paragraphs parted by a blank line, lines by a newline, other white space as one space, entities
 * decoded, scripts and styles left out. Any string goes, the time is linear in its length.
 */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return html.replace(/[^\S ]\s*| \s+/g, ' ').trim();
  let text = '';
  let name = '';
  let skipping: string | undefined;
  let skippedDepth = 0;
  const boundary = (element: string) => {
    if (PARAGRAPHS.has(element)) text += PARAGRAPH;
    else if (LINES.has(element)) text += LINE;
    else if (CELLS.has(element)) text += ' ';
  };
  tokenizeHtml(html, {
    ontext: (start, end) => {
      if (!skipping) text += plain(html.slice(start, end));
    },
    oncdata: (start, end, offset) => {
      if (!skipping) text += plain(html.slice(start, end - offset));
    },
    onopentagname: (start, end) => {
      name = html.slice(start, end).toLowerCase();
      if (skipping === name) skippedDepth++;
      else if (skipping) return;
      else if (name === 'br') text += BREAK;
      else boundary(name);
    },
    onopentagend: () => {
      if (skipping || !UNREADABLE.has(name)) return;
      skipping = name;
      skippedDepth = 1;
    },
    onselfclosingtag: () => {
      if (skipping === name && --skippedDepth === 0) skipping = undefined;
    },
    onclosetag: (start, end) => {
      const closed = html.slice(start, end).toLowerCase();
      if (skipping === closed && --skippedDepth === 0) skipping = undefined;
      else if (!skipping) boundary(closed);
    },
  });
  return text
    .replace(/[^\S \v\u2028\u2029][^\S\v\u2028\u2029]*| [^\S\v\u2028\u2029]+/g, ' ')
    .replace(/ ?[\v\u2028\u2029][\s]*/g, (run) => (/\u2029|\u2028[^\u2028]*\u2028/.test(run) ? '\n\n' : '\n'))
    .trim();
}

/** Entities decoded, and no breaks of its own, since line ends in HTML are mere white space. */
function plain(text: string): string {
  const decoded = text.includes('&') ? decodeHTML(text) : text;
  return /[\v\u2028\u2029]/.test(decoded) ? decoded.replace(/[\v\u2028\u2029]/g, ' ') : decoded;
}

const KNOWN_TAG =
  /<(?!\/?(?:a|abbr|acronym|b|bdi|bdo|big|blink|blockquote|br|center|cite|code|del|dfn|div|em|embed|font|h[1-6]|hr|i|img|ins|kbd|li|mark|nobr|ol|p|pre|q|s|samp|script|small|span|strike|strong|style|sub|sup|table|tbody|td|time|tr|tt|u|ul|var|wbr)\b|!--)/gi;

/** A title's HTML as one line of text. What only looks like a tag ("List<String>") stays. */
export function titleText(html: string): string {
  const marked = html.includes('<') ? html.replace(KNOWN_TAG, '&lt;') : html;
  return htmlToText(marked).replace(/\n+/g, ' ');
}
