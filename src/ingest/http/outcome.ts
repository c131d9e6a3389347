/** Everything that can go wrong with a fetch, by name. */
export const FAILURE_KINDS = [
  'bad-url', // not http(s), not an address, or with a user name or password in it
  'blocked-address', // leads to a private, loopback or otherwise special address
  'robots', // robots.txt asks to stay away
  'resting', // the host has asked for a pause (429 or 503 with Retry-After) that is not over
  'dns',
  'connection-refused',
  'connection-reset',
  'unreachable',
  'tls',
  'timeout-connect',
  'timeout-first-byte',
  'timeout-total',
  'too-large', // more bytes than allowed, on the wire or after decompression
  'too-many-headers',
  'too-many-redirects',
  'redirect-loop',
  'bad-redirect', // a redirect that does not say where to
  'http-status',
  'bad-response', // not proper HTTP
  'bad-encoding', // a compression that is unknown or broken
  'truncated', // the connection broke off in the middle of the body
  'bad-content-type', // a web page or binary data where a feed should be, and the like
  'closed', // this fetcher has been closed
  'unexpected',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What a server gave to recognise a version of a document by, as it stood in its answer. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

/** What an answer says about when to come again: milliseconds from the answer on, null where it does not say. */
export interface Freshness {
  /** Cache-Control max-age, less the time spent in caches on the way (Age) */
  maxAge: number | null;
  /** Expires, counted from the server's own clock; 0 when it has passed */
  expires: number | null;
  /** Retry-After */
  retryAfter: number | null;
}

interface Answer {
  /** the address that answered, after redirects */
  finalUrl: string;
  /** where permanent redirects (301, 308) lead from the address asked for, null when there are none */
  permanentUrl: string | null;
  freshness: Freshness;
}

/** A document. */
export interface FetchedDocument extends Answer {
  outcome: 'ok';
  status: number;
  /** the answer's headers of KEPT_HEADERS, by lower-case name */
  headers: Readonly<Record<string, string>>;
  /** decompressed */
  body: Uint8Array;
  /** Content-Type as it stands, with its charset; it may lie */
  contentType: string | null;
  validators: Validators;
}

/** The document has not changed since the validators were given out (304). */
export interface NotModified extends Answer {
  outcome: 'not-modified';
}

/** The document is gone for good (410). */
export interface Gone extends Answer {
  outcome: 'gone';
}

/** Nothing usable came, and why. */
export interface FetchFailed {
  outcome: 'failed';
  kind: FailureKind;
  /** what happened and, where there is something to be done, what; for an operator to read */
  message: string;
  /** the address that failed, after redirects; null when there was none to be fetched from */
  url: string | null;
  /** HTTP status, where there was an answer */
  status: number | null;
  /** milliseconds until the server wants to be asked again, null when it does not say */
  retryAfter: number | null;
  /** whether the same request may succeed later without anybody changing anything */
  retryable: boolean;
}

/** How a fetch ended. */
export type FetchOutcome = FetchedDocument | NotModified | Gone | FetchFailed;
