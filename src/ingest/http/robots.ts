import parser from 'robots-parser';
import { FetchFailure } from './failure.ts';
import type { FailureKind, FetchFailed, FetchOutcome } from './outcome.ts';

// Its types tell of a default export, but the module is the function itself.
const robotsParser = parser as unknown as typeof parser.default;

/** What one site's robots.txt says, and how long that is believed, by performance.now(). */
interface Rules {
  refusal(url: URL): FetchFailure | null;
  /** milliseconds that the site asks for between two requests */
  delay: number;
  until: number;
}

/** What the robots.txt of each site says to us (RFC 9309). */
export class RobotsRules {
  readonly #load: (robotsUrl: string) => Promise<FetchOutcome>;
  readonly #sites = new Map<string, Promise<Rules>>();

  /** @param load fetches a robots.txt */
  constructor(load: (robotsUrl: string) => Promise<FetchOutcome>) {
    this.#load = load;
  }

  /** Why `url` may not be fetched, null when it may; and the pause in milliseconds that its site asks for between requests. */
  async ask(url: URL): Promise<{ refusal: FetchFailure | null; delay: number }> {
    const known = this.#sites.get(url.origin);
    const current = known && (await known).until > performance.now() ? known : this.#renew(url.origin, known);
    const rules = await current;
    return { refusal: rules.refusal(url), delay: rules.delay };
  }

  /** Asks again, unless somebody else has done so since `outdated` was found. */
  #renew(origin: string, outdated: Promise<Rules> | undefined): Promise<Rules> {
    const current = this.#sites.get(origin);
    if (current && current !== outdated) return current;
    const rules = this.#load(`${origin}/robots.txt`).then((outcome) => rulesOf(outcome, origin));
    this.#sites.delete(origin);
    this.#sites.set(origin, rules);
    const [oldest] = this.#sites.keys();
    if (this.#sites.size > MOST_SITES && oldest !== undefined) this.#sites.delete(oldest);
    return rules;
  }
}

/** The name by which robots.txt may address us. */
const ROBOT = 'Subthreshold';
/** Most bytes of a robots.txt that are read; RFC 9309, section 2.5, asks for no less. */
export const ROBOTS_BYTES = 512_000;
const MOST_SITES = 256;
const HOUR = 3_600_000;
/** Crawl-delay, which RFC 9309 does not know, is meant for crawlers of whole sites: an hour of it would stop the news. */
const LONGEST_DELAY = 30_000;
// robots-parser compares each pattern with each place of the path: so many steps take some 100 ms.
const MOST_STEPS = 100_000_000;

// Nobody could read such a file, so it forbids nothing (RFC 9309, section 2.3.1.3).
const UNAVAILABLE: ReadonlySet<FailureKind> = new Set([
  'bad-url',
  'blocked-address',
  'robots',
  'too-large',
  'too-many-headers',
  'too-many-redirects',
  'redirect-loop',
  'bad-redirect',
  'bad-encoding',
  'bad-content-type',
]);

function rulesOf(outcome: FetchOutcome, origin: string): Rules {
  const later = (hours: number) => performance.now() + hours * HOUR;
  if (outcome.outcome === 'ok') return { ...written(outcome.body, origin), until: later(24) };
  if (outcome.outcome === 'failed' && !isUnavailable(outcome))
    return { refusal: () => unreachable(outcome), delay: 0, until: later(outcome.kind === 'closed' ? 0 : 0.2) };
  return { refusal: () => null, delay: 0, until: later(24) };
}

function isUnavailable({ kind, status }: FetchFailed): boolean {
  return kind === 'http-status' ? status !== 429 && (status ?? 0) < 500 : UNAVAILABLE.has(kind);
}

/** As long as robots.txt cannot be asked for, everything counts as forbidden (RFC 9309, section 2.3.1.4). */
function unreachable({ kind, message, status, retryAfter }: FetchFailed): FetchFailure {
  return new FetchFailure(
    kind === 'http-status' ? 'robots' : kind,
    `robots.txt could not be read, so pages are left alone for now: ${message}`,
    { status, retryAfter, retryable: true },
  );
}

function written(body: Uint8Array, origin: string): Pick<Rules, 'refusal' | 'delay'> {
  const text = new TextDecoder().decode(body);
  const robots = robotsParser(`${origin}/robots.txt`, text);
  const refusal = (url: URL) => {
    if (text.length * url.href.length > MOST_STEPS)
      return new FetchFailure('robots', `robots.txt of ${url.host} is too long to be held against so long an address`);
    return robots.isDisallowed(url.href, ROBOT)
      ? new FetchFailure('robots', `robots.txt of ${url.host} asks us not to fetch this page`)
      : null;
  };
  const seconds = robots.getCrawlDelay(ROBOT);
  return { refusal, delay: seconds && seconds > 0 ? Math.min(seconds * 1000, LONGEST_DELAY) : 0 };
}
