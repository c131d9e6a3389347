import { STATUS_CODES } from 'node:http';
import type { FailureKind } from './outcome.ts';

/** A fetch that ends in a named failure; turned into a `FetchFailed` before it leaves the fetcher. */
export class FetchFailure extends Error {
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly retryAfter: number | null;
  readonly retryable: boolean;

  constructor(
    kind: FailureKind,
    message: string,
    { status = null, retryAfter = null, retryable = RETRYABLE.has(kind) }: Partial<FailureDetails> = {},
  ) {
    super(message);
    this.name = 'FetchFailure';
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter;
    this.retryable = retryable;
  }
}

interface FailureDetails {
  status: number | null;
  retryAfter: number | null;
  retryable: boolean;
}

const RETRYABLE: ReadonlySet<FailureKind> = new Set([
  'resting',
  'dns',
  'connection-refused',
  'connection-reset',
  'unreachable',
  'timeout-connect',
  'timeout-first-byte',
  'timeout-total',
  'truncated',
  'closed',
]);

/** A status that is neither a document, nor a redirect, nor 304 or 410. */
export function statusFailure(host: string, status: number, retryAfter: number | null): FetchFailure {
  const answer = `${host} answers ${status}${STATUS_CODES[status] ? ` ${STATUS_CODES[status]}` : ''}`;
  const temporary = status === 408 || status === 425 || status === 429 || status >= 500;
  return new FetchFailure('http-status', `${answer}: ${statusMeaning(status)}`, {
    status,
    retryAfter,
    retryable: temporary && status !== 501 && status !== 505,
  });
}

function statusMeaning(status: number): string {
  if (status === 401 || status === 407) return 'it wants a login';
  if (status === 402) return 'it wants to be paid';
  if (status === 403) return 'it refuses us; its bot protection may not know us, or the address is not public';
  if (status === 404) return 'there is nothing at this address; look for its new one on the site';
  if (status === 429) return 'it wants to be asked less often';
  if (status === 451) return 'it may not be shown for legal reasons';
  if (status >= 500) return 'the server has trouble of its own';
  if (status >= 400) return 'it does not accept the request';
  return 'no document came with it';
}

/**
 * A failure of the network or of HTTP, named.
 * @param answered whether the head of the answer had come when it failed
 */
export function networkFailure(error: unknown, host: string, answered: boolean): FetchFailure {
  const cause = rootCause(error);
  if (cause instanceof FetchFailure) return cause;
  const { name, code = '', message = String(error) } = cause;
  if (name === 'HTTPParserError')
    return new FetchFailure('bad-response', `${host} does not speak proper HTTP: ${message}`);
  if (answered && BROKEN_OFF.has(code))
    return new FetchFailure('truncated', `${host} broke off the connection in the middle of its answer`);
  switch (code) {
    case 'ENOTFOUND':
    case 'ENODATA':
      return new FetchFailure('dns', `there is no host named ${host}; is it spelt right, has the site moved?`);
    case 'EAI_AGAIN':
    case 'ESERVFAIL':
    case 'ETIMEOUT':
      return new FetchFailure('dns', `the address of ${host} could not be looked up just now (${code})`);
    case 'ECONNREFUSED':
      return new FetchFailure('connection-refused', `${host} refuses connections`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return new FetchFailure('unreachable', `there is no way to ${host} from here (${code})`);
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return new FetchFailure('timeout-connect', `${host} did not take a connection in time`);
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new FetchFailure('timeout-first-byte', `${host} took the request, but did not begin to answer in time`);
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return new FetchFailure('bad-response', `${host} states two lengths for one answer`);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new FetchFailure('too-many-headers', `${host} sends more header lines than allowed`);
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return new FetchFailure('connection-reset', `${host} closed the connection without an answer`);
  }
  if (/^(Z_|ERR__ERROR_|ERR_BROTLI)/.test(code))
    return new FetchFailure('bad-encoding', `${host} sends a body whose compression is broken (${code})`);
  if (isTls(code)) return new FetchFailure('tls', `no secure connection to ${host}: ${tlsMeaning(code)}`);
  if (code.startsWith('EAI_'))
    return new FetchFailure('dns', `the address of ${host} could not be looked up (${code})`);
  return new FetchFailure('unexpected', `fetching from ${host} failed: ${code ? `${code}: ` : ''}${message}`);
}

const BROKEN_OFF: ReadonlySet<string> = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** The innermost error: of the several of a connection that was tried at several addresses, the first. */
function rootCause(error: unknown): NodeJS.ErrnoException {
  let cause = error as NodeJS.ErrnoException & { errors?: unknown[] };
  for (let depth = 0; depth < 5 && !(cause instanceof FetchFailure); depth++) {
    const inner = cause?.errors?.[0] ?? (cause?.code ? undefined : cause?.cause);
    if (!inner) break;
    cause = inner as NodeJS.ErrnoException;
  }
  return cause ?? new Error('without an error');
}

// Names of OpenSSL's certificate checks, as Node passes them on, and of its protocol errors.
const isTls = (code: string) =>
  /^(ERR_SSL_|ERR_TLS_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_)/.test(code);

function tlsMeaning(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'its certificate has expired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is made out to another name';
  if (/SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/.test(code))
    return `nobody known vouches for its certificate (${code})`;
  return `the two sides do not understand each other (${code})`;
}
