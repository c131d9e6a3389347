import { Tokenizer } from 'htmlparser2';

type Handlers = ConstructorParameters<typeof Tokenizer>[1];

const nothing = () => {};
const IGNORED: Handlers = {
  onattribdata: nothing,
  onattribend: nothing,
  onattribentity: nothing,
  onattribname: nothing,
  oncdata: nothing,
  onclosetag: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onopentagend: nothing,
  onopentagname: nothing,
  onprocessinginstruction: nothing,
  onselfclosingtag: nothing,
  ontext: nothing,
  ontextentity: nothing,
};

/**
 * Goes through HTML piece by piece, each told by where it begins and ends; what has no handler is passed over. Entities
 * are left as they are: a stretch of text is decoded far quicker at once than as the tokenizer meets them.
 */
export function tokenizeHtml(html: string, handlers: Partial<Handlers>): void {
  const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: false }, { ...IGNORED, ...handlers });
  tokenizer.write(html);
  tokenizer.end();
}
