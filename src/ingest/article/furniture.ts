import type { Block } from './blocks.ts';

export const ends = (b: Block) => /[.!?…:;]["'”’»)\]]*$|[。！？]$/u.test(b.text.slice(-12));

const DATE_WORDS =
  /\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|published|updated|posted|modified|created|last|first|on|at|by|a\.?m\.?|p\.?m\.?|[ecmp]?[sd]?t|gmt|utc|bst|est|edt|pst|pdt|cet|cest|ist|ago|an?|hours?|hrs?|minutes?|mins?|days?|th|st|nd|rd|of|date|time|read|min)\b/giu;

/** Nothing but a date, a time or a reading time. */
export function isDate(b: Block): boolean {
  if (b.words > 20 || !/\d/.test(b.text)) return false;
  if (/^(?:published|updated|posted|last (?:updated|modified)|first published|created)\b/i.test(b.text)) return true;
  return !/[\p{L}]/u.test(b.text.replace(DATE_WORDS, ''));
}

const BYLINE =
  /^(?:[Bb]y|BY|[Vv]on|[Pp]or|[Pp]ar|[Dd]i|[Dd]oor|[Aa]f|[Aa]v|[Оо]т|[Аа]втор|Text|Texte|Texto|Words|(?:Written|Story|Reported|Posted|Submitted) by)\s*:?\s+\p{Lu}/u;

/** "By" and names, and no sentence that happens to begin with such a word. */
export const isByline = (b: Block) => b.words <= 15 && !/[.!?…]["”’»)]*$/.test(b.text) && BYLINE.test(b.text);

/** Markup that was shown as text. */
export const isMarkup = (b: Block) =>
  /^<\/?[a-z][^<]*>/i.test(b.text) || /^(?:window\.|var |function\s*\(|\{"|googletag|\(function)/.test(b.text);

/** What speaks to the reader, whatever follows. */
const APPEAL =
  /^(?:[•*►▶»→>\-–—|([\s]*)(?:read (?:more|also|next|the (?:full|original)|this next|our|full)|also read|see (?:also|more)|watch (?:now|live|the video|more|below)|listen (?:now|to (?:the|our|this) (?:episode|podcast|story|article))|don[’']t miss|must read|keep reading|continue reading|click (?:here|to|for|on)|tap here|sign up|subscribe (?:to|now|today|here|for)|subscribe$|join (?:us|our|the conversation|now|here)|follow (?:us|our|me|him|her|them|@|\S+ (?:full |live |latest )?coverage|\S+(?: \S+)? on (?:x|twitter|facebook|instagram|telegram|linkedin))|like us|share (?:this|on|via|with)|download (?:the|our)|know something|(?:story|article) continues|support (?:our (?:work|journalism|reporting|newsroom)|us|independent)|become a (?:member|subscriber|patron)|what do you think|leave a (?:comment|reply)|have a (?:tip|story)|got a (?:tip|story)|contact (?:us|the author)|write to (?:us|the|\S+ \S+ at)|send (?:a letter|us|tips|your)|submit a correction|report (?:an error|a typo)|skip (?:to|past)|back to top|enlarge (?:this )?image|hide caption|toggle caption|lees (?:ook|meer)|mehr zum thema|lesen sie (?:auch|mehr)|auch interessant|weiterlesen|siehe auch|abonnieren sie|lire (?:aussi|la suite|également)|[àa] lire|voir aussi|lea (?:también|más)|lee también|leer más|ver más|te puede interesar|vea también|leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|читайте (?:также|ещё|еще|нас)|читать (?:далее|также)|смотрите также|подписывайтесь|подпишитесь|по теме|читайте також|дивіться також|підписуйтесь|підпишіться|baca juga|czytaj (?:też|także|więcej)|zobacz (?:też|także)|läs (?:också|mer)|les også|læs også|lue myös|loe (?:ka|lisaks)|lasi arī|skaitykite taip pat|citește și|citeşte și|přečtěte si|čtěte také|olvassa el)(?!\p{L})/iu;

/** What may begin an offer. */
const GET = /^get (?:the|our|breaking|more|all|unlimited|\S+ (?:news|business|politics))(?!\p{L})/iu;

/** What is a label where no sentence follows. */
const LABEL =
  /^(?:[•*►▶»→>\-–—|\s]*)(?:read (?:on)?|more (?:on|from|in|about|stories|news|coverage|great)|related|recommended|watch|shares?|tweet(?: this)?|print(?: this)?|e-?mail(?: this)?|donate|tags?|filed under|topics?|categor(?:y|ies)|posted in|view (?:all|comments|gallery|slideshow|more|the discussion)|show (?:more|comments|all)|load more|text size|loading|play video|video player|up next|next (?:article|story|post)|previous (?:article|story|post)|reprints|copy link|current issue|purchase|buy now|shop now|our standards|first published|advertise?ment|iklan|anzeige|werbung|publicidade?|publicit[ée]|pubblicità|реклама|реклама на сайте|reklama?|annons|mainos|advertentie|sponsored|promoted|comments?|\d+ (?:comments?|shares?)|this (?:story|article|post) (?:is sponsored|contains affiliate|may contain affiliate))(?!\p{L})/iu;

const SERVICES =
  /(?<!\p{L})(?:newsletters?|subscri\p{L}*|inbox|sign up|follow (?:us|me)|click|apps?|facebook|twitter|youtube|telegram|whatsapp|instagram|podcasts?|comments?|channel|alerts?|e-?mail|newsroom|канал)(?!\p{L})/iu;

/** What forms, shops and lawyers say, in whole sentences. */
const LEGAL =
  /^(?:by (?:entering|submitting|clicking|signing|subscribing|proceeding|providing|registering|continuing|joining|using)\b.{0,200}\byou\b.{0,40}\b(?:agree|consent|accept|acknowledge)|please (?:enter|provide|check|confirm) (?:a|your)\b|this (?:site|form|page) (?:is protected by|uses akismet)|this (?:video|content) (?:is not (?:available|supported)|cannot be|can['’]t be)|an error (?:has )?occurred|you(?:[’']ve| have) (?:successfully )?subscribed|thank(?:s| you) for (?:subscribing|signing up|registering|reading)|you must (?:be logged|log|sign|register)|you need to (?:be logged|log|sign)|(?:please )?(?:log|sign) in (?:to|or)\b|your (?:personal data|email address|privacy|comment)\b|all rights reserved|if you (?:buy|purchase|click)\b.{0,80}\b(?:commission|affiliate)|(?:we|\S+) (?:may|will) (?:earn|receive|get) (?:an? )?(?:small |affiliate )?commission|(?:this|the) (?:copy|document|material|content) (?:is (?:subject to copyright|for your personal|protected by)|(?:may|can) ?not be (?:published|broadcast|reproduced|copied|rewritten|redistributed))|no part of this (?:site|page|publication|article)|want to join the discussion|feel free to contribute|comments? (?:are|is) (?:closed|moderated|off)|be the first to comment|(?:we|this (?:site|website)|our (?:site|website))(?: and our partners)? uses? cookies|we use your sign-?up|sent (?:straight |directly )?to your inbox|no spam|unsubscribe|terms (?:of (?:use|service)|and conditions)|privacy policy)/iu;

/** Offers of letters and alerts, whatever they begin with. */
const LETTERS =
  /\b(?:your inbox|newsletters?|delivered (?:straight |directly |right )?(?:daily|weekly|weekday|to you|every|each)|breaking news (?:emails?|alerts?))\b/iu;

/** Such an offer speaks to the reader, or begins as an advertisement does. */
const OFFER =
  /^(?:get|let|sign|stay|receive|never|start|want|subscribe|free|daily|weekly|discover|enjoy|keep|catch|all the|a (?:daily|weekly))\b|\b(?:you|your|us|our)\b/iu;

const COMMENT_WORDS =
  'comments?|replies|responses|discussion|kommentare?|kommentarer|commentaires?|réactions|comentarios?|comentários?|commenti|reacties|комментари(?:и|ев|й)|коментар(?:і|ів|ии)|komentarze|komentáře|komentarai|komentāri|kommentaarid|comentarii|hozzászólások|kommentit|yorumlar|التعليقات';

/** Where the readers' own words begin. */
export const COMMENTS = new RegExp(
  `^(?:[\\W\\d]*(?:(?:top|all|no|view|show|latest|recent|readers?|visitors?|users?|your|member)['’]?s? )?(?:rated |readers? )?(?:${COMMENT_WORDS})[\\s:()\\d]*(?:$|(?:add|leave|write|post|sort|¿).*)|\\d+ (?:thoughts?|responses?|replies|comments?) (?:on|to)\\b.*|(?:leave|add|write|post) (?:a|your) (?:comment|reply).*|join the (?:discussion|conversation).*|what do you think\\?.*|you must (?:be logged|log) in to (?:post|leave).*|deja (?:un comentario|tu comentario).*|schreibe? einen kommentar.*|hinterlasse.*kommentar.*|laisser un commentaire.*|community standardsdiscussion)$`,
  'iu',
);

const NETWORKS =
  /^(?:(?:share|on|via|to|with|this|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|flipboard|pocket|tumblr|instagram|youtube|tiktok|snapchat|messenger|viber|skype|vk|vkontakte|ok|odnoklassniki|blogger|stumbleupon|digg|google\+?|email|e-mail|mail|print|copy|link|url|rss|sms|line|weibo|wechat|mastodon|bluesky|threads|pin|tweet|send|like|save|bookmark|follow|\+?\d+k?|shares?|more|&|and|or|·|\||,|:)\s*)+$/iu;

/** A call to read, join, follow, buy or share: short, and not a sentence of the story. */
export function isCall(b: Block): boolean {
  if (b.kind === 'row' || b.words > 70) return false;
  if (LEGAL.test(b.text) || (b.words <= 12 && NETWORKS.test(b.text))) return true;
  if (b.words > 45) return false;
  if (LETTERS.test(b.text) && OFFER.test(b.text)) return true;
  if (b.words <= 20 && b.linkWords > 0 && /(?:→|»|›|>>)\s*$/u.test(b.text)) return true;
  const sentence = /[.!?…]["”’»)]*$/u.test(b.text) && b.words > 4;
  const linked = b.linkWords >= 0.25 * b.words;
  const headed = b.words < 25 && /^[^.!?]{0,40}:\s/.test(b.text);
  if (GET.test(b.text)) return SERVICES.test(b.text);
  if (APPEAL.test(b.text))
    return linked || headed || SERVICES.test(b.text) || (b.words <= 6 && (!sentence || b.links > 0));
  if (!LABEL.test(b.text)) return false;
  return headed || (!sentence && (b.words <= 6 || linked)) || (b.words <= 6 && b.links > 0);
}

const OWNED =
  /^(?:copyright\b|©\s*(?:copyright\s*)?\d{4}\b)|all rights reserved|alle rechte vorbehalten|tous droits réservés|(?:todos|reservados todos) los derechos|tutti i diritti riservati|todos os direitos reservados|wszelkie prawa zastrzeżone|все права защищены|усі права захищені/iu;

/** Who else worked on it, who owns it, who wrote it. */
export function isCredit(b: Block): boolean {
  if (b.kind === 'row' || b.words > 60) return false;
  return (
    OWNED.test(b.text) ||
    (b.words <= 40 && /\bcontributed to this (?:report|story|article)\b|\bcontributed reporting\b/iu.test(b.text)) ||
    isByline(b) ||
    (b.words <= 12 && isDate(b) && !ends(b))
  );
}
