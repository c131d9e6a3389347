import type { IncomingHttpHeaders } from 'node:http';
import { Client, type Dispatcher } from 'undici';
import type { FetchSettings } from '../../config/settings.ts';
import { createAddressGuard } from './address.ts';
import { discard, readBody } from './body.ts';
import { createConnector, type Lookup, lookupAddresses } from './connector.ts';
import { inspectDocument, type Wanted } from './document-kind.ts';
import { FetchFailure, networkFailure, statusFailure } from './failure.ts';
import { conditions, freshnessOf, header, keptHeaders, validatorsOf } from './headers.ts';
import { HostTurns } from './host-turns.ts';
import type { FetchOutcome, Validators } from './outcome.ts';
import { ROBOTS_BYTES, RobotsRules } from './robots.ts';
import { checkedUrl, redirectTarget } from './target.ts';
import { TimeBudget } from './time-budget.ts';

export interface FetchOptions {
  /** validators of the last good answer, for a conditional request */
  validators?: Partial<Validators>;
  /** what the caller can use, `any` by default; only for a `page` is robots.txt asked */
  accept?: Wanted;
  /** ends the fetch, also while it waits for its turn; the only thing that makes `get` reject */
  signal?: AbortSignal;
  /** most bytes of the document, where that is less than the settings allow */
  maxBytes?: number;
}

/** Fetches documents from the untrusted web. */
export interface Fetcher {
  /**
   * Fetches `url` under all the guards of the settings. Whatever happens is told in the outcome; rejects only with the
   * reason of `options.signal`, when the caller aborts.
   */
  get(url: string, options?: FetchOptions): Promise<FetchOutcome>;
  /** Lets the requests under way end, and turns away those that wait for their turn or come later (`closed`). */
  close(): Promise<void>;
}

/**
 * A fetcher with the limits of `settings`. Fetchers share nothing: only one in a process keeps the promises to hosts.
 * @param lookup finds the addresses of a name; the system's own look-up by default
 */
export function createFetcher(settings: FetchSettings, lookup: Lookup = lookupAddresses): Fetcher {
  const clientOptions: Client.Options = {
    connect: createConnector(createAddressGuard(settings.allowAddresses), lookup, settings.timeouts.connect),
    headersTimeout: settings.timeouts.firstByte,
    bodyTimeout: 0, // timeouts.total ends slow bodies
    maxHeaderSize: settings.maxHeaderBytes,
    pipelining: 0, // tells the server that the connection ends with the answer
  };
  const turns = new HostTurns(settings.perHostConcurrency, settings.perHostDelay);
  const robots = new RobotsRules((url) => get(url, { maxBytes: ROBOTS_BYTES }));
  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  function get(url: string, options: FetchOptions = {}): Promise<FetchOutcome> {
    const fetched = settle(url, options);
    underWay.add(fetched);
    const done = () => underWay.delete(fetched);
    fetched.then(done, done);
    return fetched;
  }

  /** Follows `url` and turns what goes wrong into an outcome. */
  async function settle(url: string, { signal, ...options }: FetchOptions): Promise<FetchOutcome> {
    signal?.throwIfAborted();
    const cancel = new AbortController();
    const abort = () => cancel.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const visited: URL[] = [];
    try {
      return await follow(checkedUrl(url), visited, options, cancel);
    } catch (error) {
      signal?.throwIfAborted();
      const failed = visited.at(-1);
      const { kind, message, status, retryAfter, retryable } = networkFailure(error, failed?.host ?? '', false);
      return { outcome: 'failed', kind, message, url: failed?.href ?? null, status, retryAfter, retryable };
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Visits `start` and whatever it redirects to, until a document comes. `visited` takes down each address. */
  async function follow(start: URL, visited: URL[], options: FetchOptions, cancel: AbortController) {
    const budget = new TimeBudget(settings.timeouts.total, () => cancel.abort(overtime(settings.timeouts.total)));
    let target = start;
    let permanentUrl: string | null = null;
    let permanent = true;
    for (;;) {
      visited.push(target);
      if (options.accept === 'page' && settings.respectRobots) {
        const { refusal, delay } = await unlessAborted(robots.ask(target), cancel.signal);
        if (refusal) throw refusal;
        turns.pace(target.hostname, delay);
      }
      const answer = await visit(target, options, cancel.signal, budget);
      if (answer.outcome !== 'redirect') return { ...answer, finalUrl: target.href, permanentUrl };

      const next = redirectTarget(answer.location, target);
      permanent &&= answer.status === 301 || answer.status === 308;
      if (permanent) permanentUrl = next.href;
      if (visited.some(({ href }) => href === next.href)) throw loop(target.host);
      if (visited.length > settings.maxRedirects) throw tooManyRedirects(start.host, settings.maxRedirects);
      target = next;
    }
  }

  /** One request and its answer, when the host's turn has come. */
  async function visit(target: URL, options: FetchOptions, signal: AbortSignal, budget: TimeBudget) {
    if (closed) throw closedFailure();
    refuseToDisturb(target);
    // A connection for each request: every one passes the guard, and nothing stays open behind it.
    const client = new Client(target.origin, clientOptions);
    const endTurn = await turns.take(target.hostname, signal);
    budget.run();
    try {
      refuseToDisturb(target); // what another request has learnt in the meantime
      const response = await request(client, target, options, signal);
      return await read(response, target, options, signal);
    } finally {
      budget.pause();
      await client.destroy();
      endTurn();
    }
  }

  function refuseToDisturb({ host, hostname }: URL): void {
    const rest = turns.restOf(hostname);
    if (rest > 0) throw resting(host, rest);
  }

  async function request(
    client: Client,
    target: URL,
    { validators = {}, accept = 'any' }: FetchOptions,
    signal: AbortSignal,
  ) {
    try {
      return await client.request({
        path: target.pathname + target.search,
        method: 'GET',
        signal,
        headers: {
          'user-agent': settings.userAgent,
          accept: ACCEPT[accept],
          'accept-language': 'en, *;q=0.5',
          'accept-encoding': 'gzip, deflate, br',
          ...conditions(validators),
        },
      });
    } catch (error) {
      throw signal.aborted ? signal.reason : networkFailure(error, target.host, false);
    }
  }

  async function read(
    { statusCode: status, headers, body }: Dispatcher.ResponseData,
    target: URL,
    { accept = 'any', validators = {}, maxBytes = Number.POSITIVE_INFINITY }: FetchOptions,
    signal: AbortSignal,
  ) {
    const { host, hostname } = target;
    try {
      if (lineCount(headers) > MOST_HEADER_LINES)
        throw new FetchFailure('too-many-headers', `${host} sends more than ${MOST_HEADER_LINES} header lines`);
      const freshness = freshnessOf(headers, Date.now());
      if (REDIRECTS.has(status)) return { outcome: 'redirect' as const, status, location: header(headers, 'location') };
      if (status === 304 && Object.keys(conditions(validators)).length > 0)
        return { outcome: 'not-modified' as const, freshness };
      if (status === 410) return { outcome: 'gone' as const, freshness };
      if (!DOCUMENTS.has(status)) {
        const { retryAfter } = freshness;
        if (retryAfter !== null && (status === 429 || status === 503))
          turns.rest(hostname, Math.min(retryAfter, LONGEST_REST));
        throw statusFailure(host, status, retryAfter);
      }
      const contentType = header(headers, 'content-type');
      return {
        outcome: 'ok' as const,
        status,
        headers: keptHeaders(headers),
        body: await readBody(body, {
          host,
          encoding: header(headers, 'content-encoding'),
          length: header(headers, 'content-length'),
          limits: {
            wire: Math.min(settings.maxBytes.wire, maxBytes),
            decompressed: Math.min(settings.maxBytes.decompressed, maxBytes),
          },
          signal,
          inspect: (head) => inspectDocument(head, { accept, contentType, host }),
        }),
        contentType,
        validators: validatorsOf(headers),
        freshness,
      };
    } catch (error) {
      throw signal.aborted ? signal.reason : networkFailure(error, host, true);
    } finally {
      discard(body);
    }
  }

  async function close(): Promise<void> {
    closed = true;
    turns.dismiss(closedFailure());
    await Promise.allSettled(underWay);
  }

  return { get, close };
}

const ACCEPT: Readonly<Record<Wanted, string>> = {
  feed: 'application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5',
  page: 'text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.5',
  any: '*/*',
};
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
// Others of the 200s come without the document: 202 is what some bot protections answer with.
const DOCUMENTS: ReadonlySet<number> = new Set([200, 203]);
const MOST_HEADER_LINES = 256;
const LONGEST_REST = 24 * 3_600_000;

const lineCount = (headers: IncomingHttpHeaders) => Object.values(headers).flat().length;
const seconds = (milliseconds: number) => `${Number((milliseconds / 1000).toPrecision(2))} s`;

const overtime = (limit: number) =>
  new FetchFailure('timeout-total', `the answer was not complete after ${seconds(limit)}`);
const closedFailure = () => new FetchFailure('closed', 'the system is shutting down');
const resting = (host: string, rest: number) =>
  new FetchFailure('resting', `${host} has asked for a pause that lasts another ${seconds(rest)}`, {
    retryAfter: rest,
  });
const loop = (host: string) =>
  new FetchFailure('redirect-loop', `${host} redirects in a circle, as sites do that insist on cookies`);
const tooManyRedirects = (host: string, most: number) =>
  new FetchFailure('too-many-redirects', `${host} redirects more than ${most} times`);

/** `promise`, or a rejection with the signal's reason as soon as that is aborted. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
