import { type Block, foldText, type PageBlocks, type Region } from './blocks.ts';
import { COMMENTS, ends, isByline, isCall, isCredit, isDate, isMarkup } from './furniture.ts';

/** What the page says of itself that is not to be repeated in the text. */
export interface PageHead {
  titles: readonly string[];
  descriptions: readonly string[];
  authors: readonly string[];
}

/** Takes out of a body what is no part of its text: headline, dates, bylines, captions, calls, links to other articles. */
export function trimBody(page: PageBlocks, body: readonly Block[], head: PageHead): Block[] {
  const authors = head.authors.map(foldText).filter((name) => name.includes(' '));
  const captions = findCaptions(body, page.alts);
  let kept = dropFurnitureBelow(dropHead(dropComments([...body]), page, head, authors));
  const linkShare = share(kept, (b) => (isLinkOnly(b) ? b.words : 0));
  kept = kept.filter(
    (b, i) =>
      !captions.has(b) &&
      !isMarkup(b) &&
      !isCall(b) &&
      !isCredit(b) &&
      !isCrumb(b) &&
      !isAuthorLine(b, authors) &&
      !isBio(b, authors, i > 0.7 * kept.length),
  );
  kept = dropLinkLists(kept, linkShare);
  kept = dropTailCrumbs(dropRepeats(kept));
  const trimmed = dropEmptyHeadings(kept, body);
  // Where nothing but what looks like furniture was found, that is what the page says.
  return trimmed.length > 0 ? trimmed : body.filter((b) => b.kind !== 'heading' && !isLinkOnly(b));
}

/** A word or two that no element makes a paragraph or a heading. */
const isCrumb = (b: Block) =>
  b.kind === 'paragraph' && b.words <= 3 && b.stressed === 0 && b.region.el.name !== 'p' && !ends(b);

/** Nothing but an author's name, with or without a date. */
function isAuthorLine(b: Block, authors: readonly string[]): boolean {
  if (b.words > 12 || authors.length === 0 || b.kind === 'row') return false;
  const text = foldText(b.text);
  return authors.some(
    (name) => text === name || (text.includes(name) && isDate({ ...b, text: text.replace(name, '') })),
  );
}

/** Lines about an author: they begin with the name, or with a first name, and say what the person does. */
function isBio(b: Block, authors: readonly string[], late: boolean): boolean {
  if (b.words > 150 || b.kind === 'row' || b.kind === 'quote' || !TRADE.test(b.text)) return false;
  // NAME: what the person says, in a transcript.
  if (/^[^.!?]{0,60}:\s/.test(b.text)) return false;
  const text = foldText(b.text.slice(0, 200));
  if (authors.some((name) => text.startsWith(`${name} `) && (late || BIO.test(text.slice(name.length + 1)))))
    return true;
  return late && b.words <= 80 && authors.some((name) => text.startsWith(`${name.split(' ')[0]} `) && BIO.test(text));
}

const BIO =
  /^(?:\S+ ){0,8}?(?:is|was|has|covers?|writes?|joined|reports?|works?|serves?|lives?|holds?|teaches|received|specialises|specializes)\b/u;
/** What a writer may be, in the languages of the wire. */
const TRADE =
  /(?<!\p{L})(?:(?:writer|reporter|editor|journalist|correspondent|columnist|contributor|author|professor|fellow|blogger|host|founder|producer|freelancer?|analyst|anchor|curator)s?(?!\p{L})|redakteur|korrespondent|autor|journaliste|rédact|correspondant|periodista|redactor|corresponsal|giornalista|inviat|jornalista|repórter|dziennikar|redaktor|publicyst|korespondent|novinář|журналист|корреспондент|обозреватель|редактор|журналіст|кореспондент|редакт|оглядач|ziarist|újságíró|toimittaja|ajakirjanik|žurnalist|gazeteci|مراسل|صحفي)/iu;

/** A text that stands twice in a row, as for two widths of the screen, is kept once. */
function dropRepeats(blocks: readonly Block[]): Block[] {
  return blocks.filter(
    (b, i) => b.words < 8 || b.kind === 'row' || (b.text !== blocks[i - 1]?.text && b.text !== blocks[i - 2]?.text),
  );
}

const share = (blocks: readonly Block[], of: (b: Block) => number) =>
  blocks.reduce((n, b) => n + of(b), 0) /
  Math.max(
    1,
    blocks.reduce((n, b) => n + b.words, 0),
  );

/** A block that reads as a sentence. */
const isSentence = (b: Block) =>
  b.kind !== 'heading' && b.linkWords < 0.7 * b.words && (b.words >= 15 || (b.words >= 4 && ends(b)));

/** The headline, and what stands between it and the first sentence. */
function dropHead(
  body: Block[],
  page: PageBlocks,
  { titles, descriptions }: PageHead,
  authors: readonly string[],
): Block[] {
  const folded = new Set(titles.map(foldText).filter((t) => t.length > 0));
  const described = new Set(descriptions.map(foldText).filter((t) => t.length > 20));
  const isTitle = (b: Block) => {
    const text = foldText(b.text);
    if (folded.has(text)) return true;
    return b.kind === 'heading' && b.words >= 4 && [...folded].some((t) => t.startsWith(text) || text.startsWith(t));
  };
  // A headline after little text ends the page's head.
  const total = body.reduce((n, b) => n + b.words, 0);
  let before = 0;
  let start = 0;
  for (const [i, b] of body.entries()) {
    if (before > 0.25 * total) break;
    if (b.words <= 40 && (isTitle(b) || b.region.el.name === 'h1')) start = i + 1;
    before += b.words - b.linkWords;
  }
  const rest = body.slice(start).filter((b) => !(b.kind === 'heading' && isTitle(b)));
  const isText = (b: Block) => isSentence(b) && !isSubtitle(b.region) && !isDate(b) && !isByline(b);
  let first = rest.findIndex(isText);
  if (first >= 0 && isBeforeByline(rest[first] as Block, page, authors)) {
    const next = rest.findIndex((b, i) => i > first && isText(b));
    if (next > 0) first = next;
  }
  if (first < 1) return rest;
  return rest.filter((b, i) => {
    if (i >= first) return true;
    if (b.kind === 'row' || b.kind === 'item') return b.words >= 4;
    if (b.kind === 'heading')
      return i === first - 1 && b.words < 12 && !described.has(foldText(b.text)) && sameLevelLater(rest, b, first);
    return false;
  });
}

const sameLevelLater = (blocks: readonly Block[], heading: Block, from: number) =>
  blocks.slice(from).some((b) => b.kind === 'heading' && b.region.el.name === heading.region.el.name);

/** The line under a headline. */
function isSubtitle(region: Region): boolean {
  for (let r: Region | null = region, up = 0; r && up < 2; r = r.parent, up++)
    if (
      r.end - r.first <= 2 &&
      /(?:^|[\s_-])(?:sub-?(?:title|head(?:line|ing)?)|stand-?first|dek|deck|strapline|summary)(?:$|[\s_-])/i.test(
        r.el.attribs.class ?? '',
      )
    )
      return true;
  return false;
}

/** Is it the one sentence between the headline and the line with author or date: a standfirst? */
function isBeforeByline(b: Block, { blocks }: PageBlocks, authors: readonly string[]): boolean {
  if (b.words > 60) return false;
  const at = blocks.indexOf(b);
  // Where the date stands above, as in live blogs, the next one is another entry's.
  if (blocks.slice(Math.max(0, at - 4), at).some(isDate)) return false;
  for (const next of blocks.slice(at + 1, at + 9)) {
    if (isDate(next) || isByline(next) || isAuthorLine(next, authors)) return true;
    if (isSentence(next) && next.kind === 'paragraph') return false;
  }
  return false;
}

/** Blocks that belong to pictures; those found by their place alone are none where they make up much of the text. */
function findCaptions(body: readonly Block[], alts: ReadonlySet<string>): Set<Block> {
  const placed = body.filter(isBesidePicture);
  const many = share(body, (b) => (isBesidePicture(b) ? b.words : 0)) > 0.25;
  return new Set(body.filter((b) => isCaption(b) || isAlt(b, alts)).concat(many ? [] : placed));
}

/** Repeats what a picture's alt text says. */
function isAlt(b: Block, alts: ReadonlySet<string>): boolean {
  return b.words >= 4 && b.words <= 100 && b.kind !== 'heading' && b.kind !== 'row' && alts.has(foldText(b.text));
}

/** Words that name the photographer or the agency, or say that they are a caption. */
function isCaption(b: Block): boolean {
  if (b.kind === 'heading' || b.kind === 'row') return false;
  if (
    b.words <= 60 &&
    /[([]\s*(?:image|photo|picture|pic|credit|source|foto|bild)s?(?: credit| by| courtesy)?\s*[:/©]/iu.test(b.text)
  )
    return true;
  if (
    b.words <= 60 &&
    /^(?:image|photo|picture|foto|bild|фото)s?(?: (?:caption|copyright|credit|source|by|courtesy))*\s*(?:[:/|©]|(?<= (?:caption|copyright|credit))\s)/iu.test(
      b.text,
    )
  )
    return true;
  return (
    b.words <= 40 &&
    /(?:getty(?: images)?|shutterstock|istock(?:photo)?|ap photo(?:\/[^.]{2,40})?|\/ ?afp|\/ ?reuters|\/ ?epa|\/ ?ap|\/ ?tass|unsplash|alamy|file photo)\)?\.?$/iu.test(
      b.text,
    ) &&
    (!ends(b) || /\)\.?$/.test(b.text))
  );
}

/** A short run of text in a box with a picture and nothing else. */
function isBesidePicture(b: Block): boolean {
  if (b.kind === 'heading' || b.kind === 'row' || b.words > 60) return false;
  for (let r: Region | null = b.region, up = 0; r && up < 4; r = r.parent, up++) {
    if (r.end - r.first > 2) return false;
    // A sentence with a picture in the same paragraph is text.
    if (r.media > 0) return r.el.name === 'p' || b.kind === 'item' ? !ends(b) : true;
  }
  return false;
}

const isLinkOnly = (b: Block) => b.kind !== 'row' && b.words >= 1 && b.linkWords >= 0.85 * b.words;

/** Linked headlines between paragraphs and lists of links; a round-up, whose text they are, keeps them. */
function dropLinkLists(blocks: readonly Block[], linkShare: number): Block[] {
  if (linkShare > 0.3) return [...blocks];
  return blocks.filter((b, i) => {
    if (!isLinkOnly(b)) return true;
    if (b.kind === 'heading') return b.words < 4 || isSentence(blocks[i + 1] ?? b);
    return false;
  });
}

/** Readers' comments, from the line that introduces them. */
function dropComments(blocks: Block[]): Block[] {
  const total = blocks.reduce((n, b) => n + b.words, 0);
  let before = 0;
  for (const [i, b] of blocks.entries()) {
    if (before >= 20 && before > 0.1 * total && b.words <= 25 && COMMENTS.test(b.text)) return blocks.slice(0, i);
    before += b.words;
  }
  return blocks;
}

/** Headings of what is no part of a story. */
const TAIL_HEADING =
  /^(?:related|recommended|read (?:more|next|also)|you (?:may|might)|comments?|leave a|share this|follow us|popular|trending|latest (?:news|stories|posts)|top stories|most (?:read|popular|viewed)|see also|up next|from (?:our|around|the web)|sponsored|newsletter|sign up|subscribe|join (?:us|our|the)|tags|topics|categories|editor[’']?s picks?|don[’']t miss|what to read|about the author|more (?:from|on|stories|news|like)|mehr zum|das könnte|lire aussi|à lire|lea también|te puede|leia também|veja também|читайте|похожие|читайте також|baca juga|zobacz|czytaj|läs (?:mer|också)|les også)(?!\p{L})/iu;

/** Headings that may as well stand over a part of a story. */
const TAIL_WORD =
  /^(?:more|read|leave|about|share|follow|latest|most|also|further|next|contact|other|similar|stay|get|source|author|the author|mehr|lire|lea|leia|veja)(?!\p{L})/iu;

/** What follows the last of the story: a heading of the furniture and everything under it. */
function dropFurnitureBelow(blocks: Block[]): Block[] {
  const total = blocks.reduce((n, b) => n + b.words, 0);
  let end = blocks.length;
  let [after, words, linked] = [0, 0, 0];
  for (let i = blocks.length - 1; i > 0 && after <= 0.3 * total; i--) {
    const b = blocks[i] as Block;
    if (b.kind === 'heading' && b.words <= 8 && (TAIL_HEADING.test(b.text) || TAIL_WORD.test(b.text))) {
      const short = TAIL_HEADING.test(b.text) && (words < 60 || words < 0.08 * total);
      if (short || words === 0 || linked > 0.3 * words) {
        end = i;
        [words, linked] = [0, 0];
        continue;
      }
    }
    after += b.words;
    words += b.words;
    linked += b.linkWords;
  }
  return blocks.slice(0, end);
}

/** Links, dates and a bio after the last sentence. */
function dropTailCrumbs(blocks: readonly Block[]): Block[] {
  const out = [...blocks];
  for (let b = out.at(-1); b && out.length > 2 && isTailCrumb(b); b = out.at(-1)) out.pop();
  return out;
}

function isTailCrumb(b: Block): boolean {
  if (b.kind === 'row' || b.kind === 'item') return false;
  if (isLinkOnly(b) || isDate(b)) return true;
  // A name, and within the same sentence what its bearer does.
  return (
    b.words <= 80 &&
    /^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3} (?:is|was|has been|writes|covers|reports|ist|war|est|es|è|é|jest|to|—|–|är|on|este)(?!\p{L})/u.test(
      b.text,
    ) &&
    TRADE.test(b.text.slice(0, 160))
  );
}

/** Headings with nothing left under them. */
function dropEmptyHeadings(blocks: readonly Block[], body: readonly Block[]): Block[] {
  const place = new Map(body.map((b, i) => [b, i]));
  return blocks.filter((b, i) => {
    if (b.kind !== 'heading') return true;
    const next = blocks[i + 1];
    if (!next) return false;
    if (next.kind !== 'heading') return true;
    // Two headings in a row are fine as long as nothing was taken out between them.
    return (place.get(next) ?? 0) - (place.get(b) ?? 0) === 1 && next.region.el.name > b.region.el.name;
  });
}
