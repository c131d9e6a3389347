import { Refusal } from '../config/refusal.ts';
import type { Json } from '../desk/json.ts';
import type { Article } from '../store/articles.ts';
import type { IncidentFile } from '../store/incidents.ts';
import type { Item } from '../store/items.ts';
import { clean, printIncident, wrap } from './print-incident.ts';
import { withClient } from './with-client.ts';

/** Milliseconds between two looks at whether the article is read, and the longest that is waited. */
const LOOK = 250;
const PATIENCE = 180_000;

/** `subthreshold add URL`: hands in an article by its address, waits until it is read, and says what was made of it. */
export const addCommand = (url: string, { json }: { json?: boolean }) =>
  withClient(
    'add',
    async (client) => {
      const { key } = await client.post<Json<Item>>('/articles', { url });
      const deadline = Date.now() + PATIENCE;
      let item = await client.get<Json<Item & { article: Article | null }>>(`/items/${key}`);
      while (item.state === 'pending' && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, LOOK));
        item = await client.get(`/items/${key}`);
      }
      if (item.state === 'failed') throw new Refusal(`the article could not be read: ${item.error}`);
      if (item.state === 'pending')
        throw new Refusal(`the article is not read yet${item.error ? ` (${item.error})` : ''}; it stays on the list`);
      if (json) return console.log(JSON.stringify(item, null, 2));
      if (item.state === 'duplicate' || !item.article)
        return console.log('The address leads to the page of an article that is known already.');
      const { title, classification, incidentId, textFrom, text, pageError } = item.article;
      console.log(`${clean(title)}\n${wrap(clean(classification.why))}`);
      if (pageError) console.log(wrap(clean(pageError)));
      if (textFrom === 'page') console.log(wrap(`${text.length} characters of text were read from the page.`));
      if (incidentId === null) console.log('It is not flagged, and so in no incident.');
      else {
        console.log('It is placed with this incident:\n');
        printIncident(await client.get<Json<IncidentFile>>(`/incidents/${incidentId}`));
      }
    },
    { work: true },
  );
