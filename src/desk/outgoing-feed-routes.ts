import type { FastifyInstance, FastifyRequest } from 'fastify';
import { exportIncident } from '../deliver/export/incident.ts';
import { uuidOf } from '../deliver/export/uuid.ts';
import {
  atomFeed,
  digestEntry,
  incidentEntry,
  jsonFeed,
  type OutgoingEntry,
  type OutgoingFeed,
  type WithdrawnEntry,
  withdrawnEntry,
} from '../deliver/feed.ts';
import { newestDigests } from '../store/digests.ts';
import { newestIncidents, withdrawnIncidents } from '../store/incidents.ts';
import { installationId } from '../store/installation.ts';
import { readerOf } from './access.ts';
import type { DeskContext } from './context.ts';
import { addressOfDesk } from './session-cookie.ts';

const INCIDENTS = 50;
const DIGESTS = 14;

/** Flagged incidents and digests as Atom and JSON Feed, for feed readers; a token is the password there. */
export function outgoingFeedRoutes(app: FastifyInstance, { db, settings, now }: DeskContext): void {
  const hide = { config: { role: 'viewer' }, schema: { hide: true } } as const;
  const deskOf = (request: FastifyRequest) => addressOfDesk(request, settings);

  const feedOf = async (
    request: FastifyRequest,
    name: string,
    title: string,
    home: string,
    entries: OutgoingEntry[],
    withdrawn: WithdrawnEntry[],
  ): Promise<OutgoingFeed> => {
    const desk = deskOf(request);
    return {
      ...{ title, entries, withdrawn, author: settings.export.organisation },
      id: `urn:uuid:${uuidOf(await installationId(db), `feed ${name}`)}`,
      self: desk + request.url,
      home: desk + home,
      updated:
        [...entries.map(({ updated }) => updated), ...withdrawn.map(({ when }) => when)].sort().at(-1) ??
        now().toISOString(),
    };
  };

  const incidentFeed = async (request: FastifyRequest) => {
    const installation = await installationId(db);
    const files = await newestIncidents(db, readerOf(request), INCIDENTS);
    const entries = files.map((file) => incidentEntry(exportIncident(file), installation, deskOf(request)));
    const withdrawn = (await withdrawnIncidents(db, readerOf(request), INCIDENTS)).map((incident) =>
      withdrawnEntry(incident, installation, deskOf(request)),
    );
    return feedOf(request, 'incidents', 'Subthreshold: flagged incidents', '/', entries, withdrawn);
  };

  const digestFeed = async (request: FastifyRequest) => {
    const installation = await installationId(db);
    const stored = await newestDigests(db, { kind: 'day', zone: settings.timezone }, DIGESTS);
    const entries = stored.map(({ content, madeAt }) =>
      digestEntry(content, madeAt.toISOString(), installation, deskOf(request)),
    );
    return feedOf(request, 'digests', 'Subthreshold: daily digests', '/digest', entries, []);
  };

  for (const [name, feed] of [
    ['incidents', incidentFeed],
    ['digests', digestFeed],
  ] as const) {
    app.get(`/feeds/${name}.atom`, hide, async (request, reply) =>
      reply.type('application/atom+xml; charset=utf-8').send(atomFeed(await feed(request))),
    );
    app.get(`/feeds/${name}.json`, hide, async (request, reply) =>
      reply.type('application/feed+json; charset=utf-8').send(jsonFeed(await feed(request))),
    );
  }
}
