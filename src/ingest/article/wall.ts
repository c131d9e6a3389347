import type { CheerioAPI } from 'cheerio/slim';
import type { Wall } from '../types.ts';
import type { Block, PageBlocks } from './blocks.ts';
import type { Metadata } from './metadata.ts';

/** A page that says more than this many words of its own is read, whatever else it says. */
const SHORT = 120;
/** A teaser in front of a paywall is rarely longer. */
const TEASER = 220;

// \b knows the Latin alphabet alone: other words are kept apart by what letters there are.
const BOT_TITLE =
  /^(?:just a moment|attention required|access denied|access to this page has been denied|are you (?:a )?(?:human|robot)|(?:please )?verify (?:that )?you are (?:a )?human|human verification|security check|pardon our interruption|one more step|ddos-guard|checking your browser|request (?:rejected|blocked)|403 forbidden|forbidden$|blocked$|bot (?:check|verification)|robot (?:check|or human)|einen moment|un momento|доступ ограничен)/iu;
const BOT_TEXT =
  /\b(?:checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)|(?:i am|you(?:'|’)re|you are) not a robot|unusual (?:traffic|activity) from your|complete the (?:captcha|security check)|enable cookies and reload|your access to this (?:site|page) has been (?:blocked|limited)|you have been blocked|automated (?:access|requests|queries)|press (?:&|and) hold|ray id\b|why do i have to complete a captcha|reference #?\d+\.[0-9a-f]+)/iu;
const SCRIPT_TEXT =
  /(?<![\p{L}\p{N}])(?:(?:please )?(?:enable|turn on|activate|allow) java ?script|java ?script (?:is|must be|has been|needs to be) (?:disabled|enabled|required|turned off)|requires? java ?script|need to enable java ?script|javascript (?:aktivieren|activer)|activ(?:er|ez|e|ar) (?:le )?java ?script|bitte (?:aktivieren sie )?java ?script|включите java ?script|włącz java ?script)/iu;
const MISSING_TITLE =
  /\b(?:404|410)\b.{0,40}\b(?:not found|error|page|gone)\b|^(?:error )?40[34]\b|\b(?:page|article|story|content|file|url) (?:was )?(?:could )?(?:not|can(?:'|’)t|cannot|no longer) (?:be )?(?:found|exists?|available)\b|^not found\b|^(?:oops|sorry|whoops|uh[ -]oh)\b.{0,60}$|\bno longer (?:available|exists)\b|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata|página não encontrada|страница не найдена|nie znaleziono (?:strony)?|strona nie istnieje|sidan (?:kunde inte hittas|hittades inte)|sivua ei löyt|pagina nu (?:a fost găsită|există)|puslapis nerastas|lapa nav atrasta|lehte ei leitud|siden (?:ble )?(?:blev )?ikke (?:blev )?funnet/iu;
const MISSING_TEXT =
  /\b(?:the )?(?:page|article|story) (?:you(?:'|’)re|you are|you were|that you(?:'|’)re|you)\b.{0,40}\b(?:looking for|requested|trying to (?:reach|view))\b.{0,80}\b(?:not|no longer|moved|removed|deleted|unavailable|doesn(?:'|’)t|does not|cannot|can(?:'|’)t)|\b(?:page|article) (?:has been|was) (?:moved|removed|deleted)\b|\bwe (?:can(?:'|’)t|couldn(?:'|’)t|could not|cannot) (?:seem to )?find (?:the|that|this) (?:page|article|story)/iu;
const CONSENT_TITLE =
  /^(?:before you continue|we value your privacy|your privacy|privacy (?:settings|preference|manager)|cookie (?:consent|settings|notice|wall)|consent\b|we (?:care about|respect) your privacy|manage (?:your )?(?:consent|privacy|cookies)|(?:wir (?:brauchen|benötigen) ihre )?(?:zustimmung|einwilligung)|datenschutz|cookies?$)/iu;
const CONSENT_TEXT =
  /(?<![\p{L}\p{N}])(?:(?:accept|agree to|allow|reject) (?:all|the use of)?\s*(?:cookies|and continue)|we (?:and our (?:\d+ )?partners )?(?:use|store) (?:and\/or access )?(?:cookies|information on (?:a|your) device)|our (?:\d+ )?partners (?:store|process)|legitimate interest|your consent|alle akzeptieren|tout accepter|aceptar todo|accetta tutto|принять все|akceptuj)/iu;
const LOGIN_TEXT =
  /(?<![\p{L}\p{N}])(?:(?:log|sign) in (?:or (?:register|sign up|create an account) )?to (?:continue|read|view|access)|you (?:must|need to) (?:be logged in|log in|sign in)|please (?:log|sign) in|melden sie sich an|connectez-vous|inicia(?:r)? sesión|войдите)/iu;
const LOGIN_TITLE =
  /^(?:log ?in|sign ?in|login|anmelden|connexion|iniciar sesión|вход|logga in|logowanie)(?:$|[\s|–—-])/iu;
const PAYWALL_TEXT =
  /\b(?:subscribe|sign up|register|join|become a (?:member|subscriber)|start your (?:free )?trial|log in|sign in)\b.{0,60}\b(?:to (?:continue|read|keep reading|unlock|access|view)|for (?:full|unlimited) access)|\b(?:continue|keep) reading (?:this article )?(?:with|by|for)\b.{0,40}(?:subscri|trial|€|\$|£)|\balready (?:a )?(?:subscriber|a member|have an account|subscribed)\b|\b(?:this (?:article|content|story) is|only) (?:available )?(?:for|to|reserved for) (?:our )?(?:subscribers|members|premium)|\bsubscriber[- ](?:only|exclusive)\b|\byou(?:'|’)ve (?:reached|read) (?:your|all)\b.{0,40}\b(?:free )?articles|\b(?:jetzt|weiterlesen mit) (?:\S+ )?(?:abonnieren|abo\b|plus)|\bréservé (?:à nos|aux) abonnés|\bpour lire la suite\b|\bsolo para suscriptores\b|(?<!\p{L})доступно (?:только )?подписчикам|\bdostęp(?:ne)? (?:tylko )?dla subskrybentów/iu;

/**
 * What stands between the reader and the article, or null. `body` is what was found of the text: a page with enough of it
 * is no wall, whatever boxes lie over it. `paywalled`: the operator's word that the site shows teasers only.
 */
export function recogniseWall(
  $: CheerioAPI,
  page: PageBlocks,
  body: readonly Block[],
  meta: Metadata,
  paywalled = false,
): Wall | null {
  const found = count(body);
  if (found > 400) return null;
  const titles = [
    $('title').first().text(),
    ...$('h1')
      .toArray()
      .slice(0, 2)
      .map((el) => $(el).text()),
  ].map((t) => t.trim().slice(0, 200));
  const text = page.blocks
    .slice(0, 600)
    .map((b) => b.text.slice(0, 400))
    .join('\n');
  const all = count(page.blocks);
  const titled = (pattern: RegExp) => titles.some((t) => pattern.test(t));
  if (
    all < 2 * TEASER &&
    (titled(BOT_TITLE) || (BOT_TEXT.test(text) && found < SHORT) || (found < SHORT && hasChallenge($)))
  )
    return 'bot-check';
  if (titled(MISSING_TITLE) && (found < SHORT || MISSING_TEXT.test(text))) return 'not-found';
  if (found < SHORT && MISSING_TEXT.test(text) && !meta.published) return 'not-found';
  if (titled(CONSENT_TITLE) && CONSENT_TEXT.test(text)) return 'consent';
  if (all < 2 * TEASER && found < SHORT && CONSENT_TEXT.test(text) && isMostly(body, CONSENT_TEXT)) return 'consent';
  const behind = paywalled || isGated(meta.linkedData?.isAccessibleForFree) || isGated(meta.linkedData?.hasPart);
  if (
    found < TEASER &&
    (behind || PAYWALL_TEXT.test(text)) &&
    (meta.published || behind || found > 0) &&
    !isLogin(titled)
  ) {
    if (behind || tailOf(page, body)) return 'paywall';
  }
  if (found < SHORT && $('input[type=password]').length > 0 && (isLogin(titled) || isMostly(body, LOGIN_TEXT)))
    return 'login';
  if (
    all < SHORT &&
    found < 40 &&
    (SCRIPT_TEXT.test(text) || SCRIPT_TEXT.test($('noscript').first().text().slice(0, 5000)) || isShell($, all))
  )
    return 'javascript';
  return null;
}

/** Leaves of a body what is the article's, when there is a wall: a paywall's teaser without its offer; else nothing. */
export function beforeWall(wall: Wall | null, body: readonly Block[]): Block[] {
  if (wall === null) return [...body];
  if (wall !== 'paywall') return [];
  return body.filter((b) => !PAYWALL_TEXT.test(b.text) && !CONSENT_TEXT.test(b.text));
}

const count = (blocks: readonly Block[]) => blocks.reduce((n, b) => n + b.words, 0);
const isLogin = (titled: (pattern: RegExp) => boolean) => titled(LOGIN_TITLE);

/** Does the offer stand after (or instead of) the text, rather than somewhere in the furniture? */
function tailOf({ blocks }: PageBlocks, body: readonly Block[]): boolean {
  const last = body.at(-1);
  const from = last ? Math.max(0, blocks.indexOf(last) - 1) : 0;
  return blocks.slice(from, from + 12).some((b) => b.linkWords < b.words && PAYWALL_TEXT.test(b.text));
}

/** schema.org/isAccessibleForFree says no, for the page or for a part of it. */
function isGated(value: unknown): boolean {
  if (value === false) return true;
  if (typeof value === 'string') return /^\s*(?:https?:\/\/schema\.org\/)?false\s*$/i.test(value);
  if (Array.isArray(value))
    return value
      .slice(0, 20)
      .some(
        (one) =>
          typeof one === 'object' && one !== null && isGated((one as Record<string, unknown>).isAccessibleForFree),
      );
  return typeof value === 'object' && value !== null && isGated((value as Record<string, unknown>).isAccessibleForFree);
}

const isMostly = (body: readonly Block[], pattern: RegExp) =>
  count(body.filter((b) => pattern.test(b.text))) >= 0.3 * count(body);

const hasChallenge = ($: CheerioAPI) =>
  $('#challenge-form, #cf-challenge-running, #px-captcha, .cf-turnstile, #challenge-running, form[action*=captcha]')
    .length > 0;

/** A frame for scripts to fill: an application's empty root and next to no text. */
const isShell = ($: CheerioAPI, words: number) =>
  words < 30 &&
  $('script').length > 0 &&
  $('#root:empty, #app:empty, #__next:empty, app-root:empty, [data-reactroot]:empty').length > 0;
