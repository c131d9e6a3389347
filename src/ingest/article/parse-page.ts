import { type CheerioAPI, load } from 'cheerio/slim';
import { type Document, DomHandler } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Browsers stop nesting at 512 levels; what is deeper becomes siblings. It also bounds every recursion over the tree. */
const MAX_DEPTH = 512;

class DepthHandler extends DomHandler {
  /** how many elements are open */
  get depth(): number {
    return this.tagStack.length;
  }
}

/** Keeps htmlparser2's list of open tags short: its cost per tag grows with the nesting. */
class BoundedParser extends Parser {
  readonly #handler: DepthHandler;

  constructor(handler: DepthHandler) {
    super(handler, { decodeEntities: true });
    this.#handler = handler;
  }

  override isVoidElement(name: string): boolean {
    return super.isVoidElement(name) || this.#handler.depth > MAX_DEPTH;
  }
}

/**
 * Parses a page once, in time linear in its size, into a tree of at most 512 levels.
 * htmlparser2 rather than parse5: a tenth of the time, and linear on deep nesting where parse5 is quadratic; the
 * repairs that only parse5 makes (foster parenting, adoption agency) move no text of an article.
 */
export function parsePage(html: string): CheerioAPI {
  const handler = new DepthHandler();
  new BoundedParser(handler).end(html);
  return load(handler.root as Document, { xml: { xmlMode: false, decodeEntities: true } });
}
