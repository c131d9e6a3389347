import { type CheerioAPI, load } from 'cheerio/slim';
import { type Document, DomHandler } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Browsers stop nesting at 512 levels; what is deeper becomes siblings. It also bounds every recursion over the tree. */
const MAX_DEPTH = 512;

class DepthHandler extends DomHandler {
  /** an element was opened since the last look */
  #opened = false;

  override onopentag(name: string, attribs: Record<string, string>): void {
    super.onopentag(name, attribs);
    this.#opened = true;
  }

  /** How many elements were open when the present tag began. The parser asks before and after it opens the element. */
  takeDepth(): number {
    const depth = this.tagStack.length - (this.#opened ? 1 : 0);
    this.#opened = false;
    return depth;
  }
}

/** Keeps htmlparser2's list of open tags short, since its cost per tag grows with the nesting: deeper tags are empty ones. */
class BoundedParser extends Parser {
  readonly #handler: DepthHandler;

  constructor(handler: DepthHandler) {
    super(handler, { decodeEntities: true });
    this.#handler = handler;
  }

  override isVoidElement(name: string): boolean {
    return this.#handler.takeDepth() > MAX_DEPTH || super.isVoidElement(name);
  }
}

/**
 * Parses a page once, in time linear in its size, into a tree of at most 512 levels.
 * htmlparser2 rather than parse5: a tenth of the time, and linear on deep nesting where parse5 is quadratic; the
 * repairs that only parse5 makes (foster parenting, adoption agency) move no text of an article.
 */
export function parsePage(html: string): CheerioAPI {
  const handler = new DepthHandler();
  const parser = new BoundedParser(handler);
  // One element around everything: a selector's cost grows with the square of the root's children.
  parser.write('<page>');
  parser.end(html);
  return load(handler.root as Document, { xml: { xmlMode: false, decodeEntities: true } });
}
