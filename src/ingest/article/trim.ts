import type { Block, Region } from './blocks.ts';

/** What the page says of itself that is not to be repeated in the text. */
export interface PageHead {
  titles: readonly string[];
  descriptions: readonly string[];
}

/** Takes out of a body what is no part of its text: headline, dates, bylines, captions, calls, links to other articles. */
export function trimBody(body: readonly Block[], head: PageHead): Block[] {
  let kept = dropHead([...body], head);
  const linkShare = share(kept, (b) => (isLinkOnly(b) ? b.words : 0));
  kept = kept.filter((b) => !isCaption(b) && !isMarkup(b) && !isCall(b) && !isCredit(b));
  kept = dropLinkLists(kept, linkShare);
  kept = dropTail(kept);
  return dropEmptyHeadings(kept, body);
}

const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const share = (blocks: readonly Block[], of: (b: Block) => number) =>
  blocks.reduce((n, b) => n + of(b), 0) /
  Math.max(
    1,
    blocks.reduce((n, b) => n + b.words, 0),
  );

const ends = (b: Block) => /[.!?…:;]["'”’»)\]]*$|[。！？]$/u.test(b.text);
/** A block that reads as a sentence. */
const isSentence = (b: Block) =>
  b.kind !== 'heading' && b.linkWords < 0.7 * b.words && (b.words >= 15 || (b.words >= 4 && ends(b)));

const DATE_WORDS =
  /\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|published|updated|posted|modified|created|last|first|on|at|by|a\.?m\.?|p\.?m\.?|[ecmp]?[sd]?t|gmt|utc|bst|est|edt|pst|pdt|cet|cest|ist|ago|an?|hours?|hrs?|minutes?|mins?|days?|th|st|nd|rd|of|date|time|read|min)\b/giu;

/** Nothing but a date, a time or a reading time. */
function isDate(b: Block): boolean {
  if (b.words > 20 || !/\d/.test(b.text)) return false;
  if (/^(?:published|updated|posted|last (?:updated|modified)|first published|created)\b/i.test(b.text)) return true;
  return !/[\p{L}]/u.test(b.text.replace(DATE_WORDS, ''));
}

const BYLINE =
  /^(?:by|von|por|par|di|door|af|av|от|автор|text|words|written by|story by|reported by|posted by)\s*:?\s+\p{Lu}/iu;

/** The headline, and what stands between it and the first sentence. */
function dropHead(body: Block[], { titles, descriptions }: PageHead): Block[] {
  const folded = new Set(titles.map(fold).filter((t) => t.length > 0));
  const described = new Set(descriptions.map(fold).filter((t) => t.length > 20));
  const isTitle = (b: Block) => {
    const text = fold(b.text);
    if (folded.has(text)) return true;
    return b.kind === 'heading' && b.words >= 4 && [...folded].some((t) => t.startsWith(text) || text.startsWith(t));
  };
  // A headline after little text ends the page's head.
  const total = body.reduce((n, b) => n + b.words, 0);
  let before = 0;
  let start = 0;
  for (const [i, b] of body.entries()) {
    if (before > 0.2 * total) break;
    if (b.words <= 40 && (isTitle(b) || b.region.el.name === 'h1')) start = i + 1;
    if (isSentence(b)) before += b.words;
  }
  const rest = body.slice(start).filter((b) => !(b.kind === 'heading' && isTitle(b)));
  const first = rest.findIndex((b) => isSentence(b) && !isSubtitle(b.region) && !isDate(b) && !BYLINE.test(b.text));
  if (first < 1) return rest;
  return rest.filter((b, i) => {
    if (i >= first) return true;
    if (b.kind === 'row' || b.kind === 'item') return b.words >= 4;
    if (b.kind === 'heading')
      return i === first - 1 && b.words < 12 && !described.has(fold(b.text)) && sameLevelLater(rest, b, first);
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

/** Words beside a picture: a short run in a small box that holds one, or words that name the photographer. */
function isCaption(b: Block): boolean {
  if (b.kind === 'heading' || b.kind === 'row') return false;
  if (
    b.words <= 60 &&
    /[([]\s*(?:image|photo|picture|pic|credit|source|foto|bild)s?(?: credit| by| courtesy)?\s*[:/©]/iu.test(b.text)
  )
    return true;
  if (b.words <= 60 && /^(?:image|photo|picture|foto|bild)s?(?: credit| source| by| courtesy)?\s*[:/|©]/iu.test(b.text))
    return true;
  if (
    b.words <= 40 &&
    /(?:getty(?: images)?|shutterstock|istock(?:photo)?|ap photo(?:\/[^.]{2,40})?|\/ ?afp|\/ ?reuters|\/ ?epa|\/ ?ap|\/ ?tass|unsplash|alamy|file photo)\)?\.?$/iu.test(
      b.text,
    ) &&
    (!ends(b) || /\)\.?$/.test(b.text))
  )
    return true;
  if (b.words > 45) return false;
  for (let r: Region | null = b.region, up = 0; r && up < 4; r = r.parent, up++) {
    if (r.end - r.first > 2) return false;
    if (r.media > 0) return b.kind !== 'item' || b.words < 15;
  }
  return false;
}

/** Markup that was shown as text. */
const isMarkup = (b: Block) =>
  /^<\/?[a-z][^<]*>/i.test(b.text) || /^(?:window\.|var |function\s*\(|\{"|googletag|\(function)/.test(b.text);

const CALL =
  /^(?:[•*►▶»→>\-–—|\s]*)(?:read (?:more|also|next|the (?:full|original)|this next|our|full|on)|also read|more (?:on|from|in|about|stories|news|coverage|great)\b|see (?:also|more)|related\b|recommended\b|watch(?: now| live| the video| more| below)?\s*:|watch (?:now|live|the video)\b|listen (?:now|to (?:the|our|this))\b|don[’']t miss|must read|keep reading|continue reading|click (?:here|to|for)\b|tap here|sign up|subscribe\b|join (?:us|our|the conversation|now|here)\b|follow (?:us|our|me|him|her|them|@|\p{Lu})|like us|share (?:this|on|via|with)|shares?$|tweet(?: this)?$|print(?: this)?$|email(?: this)?$|e-?mail$|get (?:the|our|breaking|more|all the|unlimited)\b.*\b(?:app|newsletter|news|inbox|alerts?|email|delivered)|download (?:the|our)\b.*\bapp\b|(?:story|article) continues|advertise?ment|sponsored|promoted|this (?:story|article|post) (?:is sponsored|contains affiliate|may contain affiliate)|support (?:our|independent|us)|donate\b|become a (?:member|subscriber|patron)|what do you think|leave a (?:comment|reply)|comments?(?: \(?\d+\)?)?$|\d+ (?:comments?|shares?)$|tags?\s*:|filed under|topics?\s*:|categor(?:y|ies)\s*:|posted in\b|view (?:all|comments|gallery|slideshow|more|the discussion)|show (?:more|comments|all)|load more|text size|enlarge (?:this )?image|hide caption|toggle caption|loading|play video|video player|up next|next (?:article|story|post)|previous (?:article|story|post)|skip (?:to|past)|back to top|have a (?:tip|story)|got a (?:tip|story)|contact (?:us|the author)|write to|send (?:a letter|us|tips|your)|submit a correction|reprints|report (?:an error|a typo)|copy link|current issue|purchase|buy now|shop now|our standards|first published|this (?:video|content) (?:is not|cannot|can't)|lees (?:ook|meer)|mehr zum thema|lesen sie (?:auch|mehr)|auch interessant|weiterlesen|siehe auch|lire (?:aussi|la suite|également)|à lire|voir aussi|lea (?:también|más)|lee también|leer más|ver más|te puede interesar|vea también|leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|читайте также|читать (?:далее|также)|смотрите также|по теме|baca juga|czytaj (?:też|także|więcej)|zobacz (?:też|także)|läs (?:också|mer)|les også|læs også|lue myös|citește și|citeşte și|share)/iu;

/** A call to read, join, follow, buy or share: short, and not a sentence of the story. */
function isCall(b: Block): boolean {
  if (b.kind === 'row' || b.words > 45) return false;
  if (!CALL.test(b.text)) return /(?:→|»|›|>>)\s*$/u.test(b.text) && b.words <= 20 && b.linkWords > 0;
  if (b.words <= 6)
    return !ends(b) || b.links > 0 || /[:!]$/.test(b.text) || /^(?:advert|comments?|loading)/i.test(b.text);
  if (b.linkWords >= 0.25 * b.words) return true;
  return /^[^.!?]{0,40}:\s/.test(b.text) && b.words < 25
    ? true
    : /\b(?:newsletter|subscri|inbox|sign up|follow|click|app\b|facebook|twitter|youtube|telegram|whatsapp|instagram|podcast|comment)/iu.test(
        b.text,
      );
}

/** Who else worked on it, who owns it, who wrote it. */
function isCredit(b: Block): boolean {
  if (b.kind === 'row' || b.words > 60) return false;
  return (
    /^(?:copyright\b|©\s*(?:copyright\s*)?\d{4}\b)|\ball rights reserved\b/iu.test(b.text) ||
    (b.words <= 40 && /\bcontributed to this (?:report|story|article)\b|\bcontributed reporting\b/iu.test(b.text)) ||
    (b.words <= 12 && (BYLINE.test(b.text) || isDate(b)) && !ends(b))
  );
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

const TAIL_HEADING =
  /^(?:related|more|read|recommended|you (?:may|might)|comments?|leave|about|share|follow|popular|trending|latest|top stories|most|also|see also|further|next|from (?:our|around|the web)|sponsored|newsletter|sign up|subscribe|join|tags|topics|categories|contact|editor[’']?s picks?|don[’']t miss|what to read|other|similar|stay|get|source|author|the author|mehr|das könnte|lire|à lire|lea|te puede|leia|veja|читайте|похожие|baca|zobacz|czytaj|läs|les)\b/iu;

/** What follows the last of the story: a heading of the furniture and everything under it, crumbs, a bio. */
function dropTail(blocks: Block[]): Block[] {
  const total = blocks.reduce((n, b) => n + b.words, 0);
  let after = 0;
  let end = blocks.length;
  for (let i = blocks.length - 1; i > 0; i--) {
    const b = blocks[i] as Block;
    after += b.words;
    if (after > 0.3 * total) break;
    if (b.kind === 'heading' && b.words <= 8 && TAIL_HEADING.test(b.text)) {
      const under = blocks.slice(i + 1, end);
      const linked = under.reduce((n, u) => n + u.linkWords, 0);
      const words = under.reduce((n, u) => n + u.words, 0);
      if (words < 60 || linked > 0.3 * words || words < 0.08 * total) end = i;
    }
  }
  const out = blocks.slice(0, end);
  for (let b = out.at(-1); b && out.length > 2 && isTailCrumb(b); b = out.at(-1)) out.pop();
  return out;
}

function isTailCrumb(b: Block): boolean {
  if (b.kind === 'row' || b.kind === 'item') return false;
  if (isLinkOnly(b) || isDate(b)) return true;
  return (
    b.words <= 80 &&
    /^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3} (?:is|was|has been|writes|covers|reports)\b.*\b(?:writer|reporter|editor|journalist|correspondent|columnist|contributor|author|professor|fellow|covers?|blogger|host|founder|producer|freelance)\b/u.test(
      b.text,
    )
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
