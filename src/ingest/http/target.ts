import { isUtf8 } from 'node:buffer';
import { FetchFailure } from './failure.ts';

const LONGEST = 4096;

/** `text` as the address of something that may be fetched. @throws FetchFailure bad-url */
export function checkedUrl(text: string): URL {
  if (!URL.canParse(text)) throw new FetchFailure('bad-url', 'this is not a web address');
  return checked(new URL(text), 'the address');
}

/**
 * Where a redirect leads.
 * @param location the Location header, its bytes read as Latin-1
 * @throws FetchFailure bad-redirect or bad-url
 */
export function redirectTarget(location: string | null, from: URL): URL {
  // Some servers send addresses in bare UTF-8.
  const bytes = Buffer.from(location ?? '', 'latin1');
  const written = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  if (!written || !URL.canParse(written, from.href))
    throw new FetchFailure('bad-redirect', `${from.host} redirects, but does not say where to`);
  return checked(new URL(written, from), `the address that ${from.host} redirects to`);
}

/** A URL that may be fetched: http(s), without credentials; its fragment is taken off. */
function checked(url: URL, what: string): URL {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new FetchFailure('bad-url', `${what} begins with ${url.protocol}; only http: and https: are fetched`);
  if (url.username || url.password)
    throw new FetchFailure('bad-url', `${what} holds a user name or a password, which are neither sent nor kept`);
  if (url.href.length > LONGEST) throw new FetchFailure('bad-url', `${what} is longer than ${LONGEST} characters`);
  url.hash = '';
  return url;
}
