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

export const BYLINE =
  /^(?:[Bb]y|BY|[Vv]on|[Pp]or|[Pp]ar|[Dd]i|[Dd]oor|[Aa]f|[Aa]v|[Оо]т|[Аа]втор|Text|Texte|Texto|Words|Written by|Story by|Reported by|Posted by)\s*:?\s+\p{Lu}/u;

/** Markup that was shown as text. */
export const isMarkup = (b: Block) =>
  /^<\/?[a-z][^<]*>/i.test(b.text) || /^(?:window\.|var |function\s*\(|\{"|googletag|\(function)/.test(b.text);

const CALL =
  /^(?:[•*►▶»→>\-–—|\s]*)(?:read (?:more|also|next|the (?:full|original)|this next|our|full|on)|also read|more (?:on|from|in|about|stories|news|coverage|great)\b|see (?:also|more)|related\b|recommended\b|watch(?: now| live| the video| more| below)?\s*:|watch (?:now|live|the video)\b|listen (?:now|to (?:the|our|this))\b|don[’']t miss|must read|keep reading|continue reading|click (?:here|to|for)\b|tap here|sign up|subscribe\b|join (?:us|our|the conversation|now|here)\b|follow (?:us|our|me|him|her|them|@|\p{Lu})|like us|share (?:this|on|via|with)|shares?$|tweet(?: this)?$|print(?: this)?$|email(?: this)?$|e-?mail$|get (?:the|our|breaking|more|all the|unlimited)\b.*\b(?:app|newsletter|news|inbox|alerts?|email|delivered)|download (?:the|our)\b.*\bapp\b|(?:story|article) continues|advertise?ment|iklan$|anzeige$|werbung$|publicidade?$|publicit[ée]$|pubblicità$|реклама$|reklama?$|annons$|mainos$|advertentie$|sponsored|promoted|this (?:story|article|post) (?:is sponsored|contains affiliate|may contain affiliate)|support (?:our|independent|us)|donate\b|become a (?:member|subscriber|patron)|what do you think|leave a (?:comment|reply)|comments?(?: \(?\d+\)?)?$|\d+ (?:comments?|shares?)$|tags?\s*(?::|$)|filed under|topics?\s*:|categor(?:y|ies)\s*:|posted in\b|view (?:all|comments|gallery|slideshow|more|the discussion)|show (?:more|comments|all)|load more|text size|enlarge (?:this )?image|hide caption|toggle caption|loading|play video|video player|up next|next (?:article|story|post)|previous (?:article|story|post)|skip (?:to|past)|back to top|have a (?:tip|story)|got a (?:tip|story)|contact (?:us|the author)|write to|send (?:a letter|us|tips|your)|submit a correction|reprints|report (?:an error|a typo)|copy link|current issue|purchase|buy now|shop now|our standards|first published|this (?:video|content) (?:is not|cannot|can't)|lees (?:ook|meer)|mehr zum thema|lesen sie (?:auch|mehr)|auch interessant|weiterlesen|siehe auch|lire (?:aussi|la suite|également)|à lire|voir aussi|lea (?:también|más)|lee también|leer más|ver más|te puede interesar|vea también|leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|читайте также|читать (?:далее|также)|смотрите также|по теме|baca juga|czytaj (?:też|także|więcej)|zobacz (?:też|także)|läs (?:också|mer)|les også|læs også|lue myös|citește și|citeşte și|share)/iu;

/** What forms, shops and lawyers say, in whole sentences. */
const LEGAL =
  /^(?:by (?:entering|submitting|clicking|signing|subscribing|proceeding|providing|registering|continuing|joining|using)\b.{0,200}\b(?:agree|consent|accept|acknowledge)|please (?:enter|provide|check|confirm) (?:a|your)\b|this (?:site|form|page) (?:is protected by|uses akismet)|an error (?:has )?occurred|you(?:[’']ve| have) (?:successfully )?subscribed|thank you for (?:subscribing|signing up|registering)|you must (?:be logged|log|sign|register)|you need to (?:be logged|log|sign)|(?:please )?(?:log|sign) in (?:to|or)\b|your (?:personal data|email address|privacy|comment)\b|all rights reserved|if you (?:buy|purchase|click)\b.{0,80}\b(?:commission|share|affiliate)|we may (?:earn|receive|get)\b.{0,80}\bcommission|(?:this|the) (?:copy|document|material|content) (?:is|may|cannot|can)\b.{0,120}\b(?:copyright|personal,? non-commercial|published|reproduced|redistributed|permission)|no part (?:of this|may be)|want to join the discussion|feel free to contribute|comments? (?:are|is) (?:closed|moderated|off)|be the first to comment|(?:we|this (?:site|website)|our (?:site|website))(?: and our partners)? uses? cookies|we use your sign-?up|sent (?:straight |directly )?to your inbox|no spam|unsubscribe|terms (?:of (?:use|service)|and conditions)|privacy policy|\S+ (?:may|will) (?:earn|receive) (?:a )?(?:commission|compensation))/iu;

/** Offers of letters and alerts, whatever they begin with. */
const LETTERS =
  /\b(?:your inbox|newsletters?|delivered (?:straight |directly |right )?(?:daily|weekly|weekday|to you|every|each)|breaking news (?:emails?|alerts?))\b/iu;

/** Where the readers' own words begin. */
export const COMMENTS =
  /^(?:(?:top|all|\d+|no|view|show|latest|reader|recent)?\s*(?:rated |readers? )?(?:comments?|replies|responses)(?: \(?\d+\)?)?:?|\d+ (?:thoughts?|responses?|replies|comments?) (?:on|to)\b.*|leave (?:a|your) (?:comment|reply).*|join the (?:discussion|conversation).*|what do you think\?.*|kommentare?(?: \(?\d+\)?)?|commentaires?(?: \(?\d+\)?)?|comentarios?(?: \(?\d+\)?)?|comentários?(?: \(?\d+\)?)?|commenti|комментарии(?: \(?\d+\)?)?|komentarze|komentáře|kommentarer|comentarii|you must (?:be logged|log) in to (?:post|leave).*|post a comment.*|deja (?:un comentario|tu comentario).*|schreibe? einen kommentar.*|hinterlasse.*kommentar.*|laisser un commentaire.*|add (?:a|your) comment.*|write a comment.*|community standardsdiscussion|discussion)$/iu;

const NETWORKS =
  /^(?:(?:share|on|via|to|with|this|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|flipboard|pocket|tumblr|instagram|youtube|tiktok|snapchat|messenger|viber|skype|vk|vkontakte|ok|odnoklassniki|blogger|stumbleupon|digg|google\+?|email|e-mail|mail|print|copy|link|url|rss|sms|line|weibo|wechat|mastodon|bluesky|threads|pin|tweet|send|like|save|bookmark|follow|\+?\d+k?|shares?|more|&|and|or|·|\||,|:)\s*)+$/iu;

/** A call to read, join, follow, buy or share: short, and not a sentence of the story. */
export function isCall(b: Block): boolean {
  if (b.kind === 'row' || b.words > 70) return false;
  if (LEGAL.test(b.text) || (b.words <= 12 && NETWORKS.test(b.text))) return true;
  if (b.words > 45) return false;
  if (
    b.words <= 40 &&
    LETTERS.test(b.text) &&
    /^(?:get|let|sign|our|stay|receive|never|start|want|subscribe|free|daily|weekly|the (?:best|latest|news)|a (?:daily|weekly)|breaking|newsletter|privacy|for more|discover|enjoy|keep|catch|all the)\b/iu.test(
      b.text,
    )
  )
    return true;
  if (b.words <= 20 && b.linkWords > 0 && /(?:→|»|›|>>)\s*$/u.test(b.text)) return true;
  if (!CALL.test(b.text)) return false;
  if (b.words <= 6)
    return !ends(b) || b.links > 0 || /[:!]$/.test(b.text) || /^(?:advert|comments?|loading)/i.test(b.text);
  if (b.linkWords >= 0.25 * b.words) return true;
  return /^[^.!?]{0,40}:\s/.test(b.text) && b.words < 25
    ? true
    : /\b(?:newsletter|subscri|inbox|sign up|follow|click|app\b|facebook|twitter|youtube|telegram|whatsapp|instagram|podcast|comment|channel|alerts?)/iu.test(
        b.text,
      );
}

/** Who else worked on it, who owns it, who wrote it. */
export function isCredit(b: Block): boolean {
  if (b.kind === 'row' || b.words > 60) return false;
  return (
    /^(?:copyright\b|©\s*(?:copyright\s*)?\d{4}\b)|\ball rights reserved\b/iu.test(b.text) ||
    (b.words <= 40 && /\bcontributed to this (?:report|story|article)\b|\bcontributed reporting\b/iu.test(b.text)) ||
    (b.words <= 12 && (BYLINE.test(b.text) || isDate(b)) && !ends(b))
  );
}
