import { decodeHTMLStrict } from 'entities';
import { QuoteType, Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { canonicalName, declare, type Scope } from './namespaces.ts';

/** An element under its canonical name (namespaces.ts); attributes under their lower-case names as written. */
export interface XmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (XmlElement | string)[];
}

/** Elements nested deeper than this lose their tags and keep their text. No feed needs it; recursion over the tree does. */
const MAX_DEPTH = 200;

/** HTML elements without a closing tag, as they stand in feeds that forgot to escape their content. */
const VOID_ELEMENTS = new Set(['br', 'hr', 'img', 'wbr', 'input', 'embed']);
const ITEM_ELEMENTS = new Set(['item', 'entry', 'atom:entry']);
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const NAME_START = /^[\p{L}_:]/u;

/**
 * Reads any text as XML, as far as it goes: closing tags that match nothing are passed over, missing ones are added,
 * stray `<` and `&` are text, HTML's named entities are known, entities of a DOCTYPE are never expanded.
 * The time is linear in the length of `text`. `keepAttributeCase` keeps the attributes' names as written. Returns what stands outside of any element, in order.
 */
export function readXml(text: string, keepAttributeCase = false): (XmlElement | string)[] {
  const document: XmlElement = { name: '', attributes: NO_ATTRIBUTES, children: [] };
  const open: { element: XmlElement; scope: Scope | null; tag: string }[] = [];
  /** how many elements are open below MAX_DEPTH */
  let tooDeep = 0;
  let current = document;
  let scope: Scope | null = null;
  let tagStart = 0;
  let tagName = '';
  let attributes: Map<string, string> | undefined;
  let attributeName = '';
  let attributeValue = '';

  const pop = (depth: number) => {
    open.length = depth;
    const top = open.at(-1);
    current = top?.element ?? document;
    scope = top?.scope ?? null;
  };
  const append = (part: string) => {
    if (part) current.children.push(part);
  };
  const openElement = (end: number, selfClosing: boolean) => {
    if (!NAME_START.test(tagName)) return append(decodeText(text.slice(tagStart, end + 1)));
    const given = attributes ?? NO_ATTRIBUTES;
    const inner = attributes || open.length === 0 ? declare(scope, given, tagName, open.length === 0) : scope;
    const name = canonicalName(tagName, inner);
    if (ITEM_ELEMENTS.has(name)) closeUnclosedItem();
    if (open.length >= MAX_DEPTH) {
      if (!selfClosing && !VOID_ELEMENTS.has(name)) tooDeep++;
      return;
    }
    const element: XmlElement = { name, attributes: given, children: [] };
    current.children.push(element);
    if (selfClosing || VOID_ELEMENTS.has(name)) return;
    open.push({ element, scope: inner, tag: tagName.toLowerCase() });
    current = element;
    scope = inner;
  };
  /** An item begins inside of another: that one, or a field of it, was never closed, and ends here. */
  const closeUnclosedItem = () => {
    const before = open.findLastIndex(({ element }) => ITEM_ELEMENTS.has(element.name));
    if (before <= 0) return;
    tooDeep = 0;
    pop(before);
  };
  const closeElement = (start: number, end: number) => {
    if (tooDeep > 0) {
      tooDeep--;
      return;
    }
    const tag = text.slice(start, end).toLowerCase();
    const at = open.findLastIndex((opened) => opened.tag === tag);
    if (at >= 0) pop(at);
  };

  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => append(decodeText(text.slice(start, end))),
    oncdata: (start, end, endOffset) => append(text.slice(start, end - endOffset)),
    onopentagname: (start, end) => {
      tagStart = start - 1;
      tagName = text.slice(start, end);
      attributes = undefined;
    },
    onattribname: (start, end) => {
      const name = text.slice(start, end);
      attributeName = keepAttributeCase ? name : name.toLowerCase();
      attributeValue = '';
    },
    onattribdata: (start, end) => {
      attributeValue += text.slice(start, end);
    },
    onattribend: (quote) => {
      attributes ??= new Map();
      if (quote !== QuoteType.NoValue && !attributes.has(attributeName))
        attributes.set(attributeName, decodeText(attributeValue));
    },
    onopentagend: (end) => openElement(end, false),
    onselfclosingtag: (end) => openElement(end, true),
    onclosetag: closeElement,
    oncomment: () => {},
    ondeclaration: () => {},
    onprocessinginstruction: () => {},
    onend: () => {},
    // Only called when the tokenizer decodes entities, which is done in decodeText.
    ontextentity: () => {},
    onattribentity: () => {},
  };
  const tokenizer = new Tokenizer({ xmlMode: true, decodeEntities: false }, callbacks);
  tokenizer.write(text);
  tokenizer.end();
  return document.children;
}

/** References to characters as the characters, by number and by HTML's names; what is no reference stays as it is. */
function decodeText(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text;
}

export const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== 'string';

/** All text inside of an element, in order. */
export function textOf(element: XmlElement): string {
  const [only] = element.children;
  if (element.children.length === 1 && typeof only === 'string') return only;
  const parts: string[] = [];
  gatherText(element, parts);
  return parts.join('');
}

function gatherText(element: XmlElement, parts: string[]): void {
  for (const child of element.children) {
    if (isElement(child)) gatherText(child, parts);
    else parts.push(child);
  }
}
