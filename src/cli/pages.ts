import type { Client } from './client.ts';

/** As many entries as the API gives at once. */
const AT_ONCE = 1_000;

/**
 * The pages of a list of the API, one after the other.
 * @param limit how many entries are wanted in all
 */
export async function* pages<Page extends { next: string | null }>(
  client: Client,
  path: string,
  { limit = Number.POSITIVE_INFINITY, ...asked }: { limit?: number } & Record<string, string | number> = {},
): AsyncGenerator<Page> {
  let cursor: string | null = null;
  let left = limit;
  do {
    const size = Math.min(left, AT_ONCE);
    const query = new URLSearchParams({ ...asked, limit: String(size), ...(cursor && { cursor }) });
    const page: Page = await client.get(`${path}?${query}`);
    yield page;
    left -= size;
    cursor = page.next;
  } while (cursor && left > 0);
}
