import { urlKey } from '../ingest/identity/canonical-url.ts';
import { hash } from '../ingest/identity/fingerprint.ts';
import type { Database } from '../store/database.ts';
import { handedInSource } from '../store/feeds.ts';
import { findItem, findItemNamed, type Item, retryItem, saveItems } from '../store/items.ts';
import type { Queues } from './queues.ts';
import { enqueueRead } from './sweep.ts';

/**
 * Has the article at a web address read, as if a feed had brought it. One that is known already is not read again, unless
 * it could not be read before.
 * @returns its item; undefined when the address is none of the web
 */
export async function handIn(db: Database, queues: Queues, url: string, now: Date): Promise<Item | undefined> {
  const address = urlKey(url);
  if (!address) return undefined;
  const name = `url:${address}`;
  const known = await findItemNamed(db, name);
  if (known) await retryItem(db, known.key);
  else
    await saveItems(
      db,
      [
        {
          key: hash(name),
          names: [name],
          feedId: await handedInSource(db),
          guid: null,
          url,
          title: '',
          author: null,
          publishedAt: null,
          feedText: null,
          fingerprint: hash(''),
          state: 'pending',
        },
      ],
      now,
    );
  const item = (await findItem(db, known?.key ?? hash(name))) as Item;
  if (item.state === 'pending') await enqueueRead(queues, item.key, item.version);
  return item;
}
