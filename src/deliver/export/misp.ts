import { createHash } from 'node:crypto';
import { safeUrl } from '../../digest/render/safe-url.ts';
import type { Reliability } from '../../digest/types.ts';
import { actorName, attributionStatus, countryName } from '../../digest/words.ts';
import { type ExportedIncident, isWithdrawn } from './incident.ts';
import type { Sender } from './sender.ts';
import { uuidOf } from './uuid.ts';

export interface MispTag {
  name: string;
  colour: string;
}

export interface MispAttribute {
  uuid: string;
  type: string;
  category: string;
  value: string;
  comment: string;
  to_ids: false;
  /** taken out of an event that was given before */
  deleted: boolean;
  /** seconds since 1970 */
  timestamp: string;
  Tag?: MispTag[];
}

/** An event as MISP imports it. Numbers are strings, as MISP writes them. */
export interface MispEvent {
  uuid: string;
  info: string;
  date: string;
  threat_level_id: string;
  analysis: string;
  published: true;
  timestamp: string;
  publish_timestamp: string;
  Orgc: { name: string; uuid: string };
  Tag: MispTag[];
  Attribute: MispAttribute[];
}

/** Incidents as one document that MISP imports ("Populate from JSON"), those that no longer stand as withdrawn events. */
export async function* mispEventsOf(
  incidents: AsyncIterable<ExportedIncident>,
  sender: Sender,
): AsyncGenerator<string> {
  yield '{"response":[';
  let separator = '\n';
  for await (const incident of incidents) {
    yield separator + JSON.stringify({ Event: mispEvent(incident, sender) });
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** By the taxonomy `workflow`: what this event said is not to be relied on. */
const WITHDRAWN = 'workflow:state="rejected"';
const JOINED = 'UUID of the event that it is told in now';

/**
 * The event of an incident; its UUIDs are the same each time, so that MISP updates what it has. MISP knows no event that is
 * taken back: one whose incident no longer stands says so in its title and by a tag, and its attributes are deleted. Pure.
 */
export function mispEvent(incident: ExportedIncident, { installation, organisation, tlp }: Sender): MispEvent {
  const { id, title, summary, severity, state, joinedInto, firstSeen, updatedAt } = incident;
  const { threats, affected, points, sources } = incident;
  const withdrawn = isWithdrawn(incident);
  const eventId = (of: number) => uuidOf(installation, `misp event ${of}`);
  const uuid = eventId(id);
  const timestamp = String(Math.floor(Date.parse(updatedAt) / 1000));
  const attribute = (type: string, category: string, value: string, comment: string, tags?: MispTag[]) => ({
    uuid: uuidOf(uuid, `${type} ${value} ${comment}`),
    type,
    category,
    value,
    comment,
    to_ids: false as const,
    deleted: withdrawn,
    timestamp,
    ...(tags ? { Tag: tags } : {}),
  });
  const attributes = [
    ...(summary ? [attribute('text', 'External analysis', summary, 'what happened')] : []),
    ...sources.flatMap(({ url, source, title: headline, reliability }) => {
      const address = safeUrl(url);
      return address
        ? [attribute('link', 'External analysis', address, `${source}: ${headline}`, [reliabilityTag(reliability)])]
        : [];
    }),
    ...affected.map((code) => attribute('target-location', 'Targeting data', countryName(code), 'affected state')),
    ...points.map(({ name, lat, lon }) =>
      attribute('target-location', 'Targeting data', name, `place of the event (${lat}, ${lon})`),
    ),
    ...incident.attributions
      .filter(({ confidence }) => confidence !== 'denied' && confidence !== 'unknown')
      .map((said) => attribute('threat-actor', 'Attribution', actorName(said.actor), attributionStatus(said))),
    ...(joinedInto === null
      ? []
      : [{ ...attribute('text', 'Internal reference', eventId(joinedInto), JOINED), deleted: false }]),
  ];
  return {
    uuid,
    info: `${withdrawn ? `[${joinedInto === null ? 'withdrawn' : 'joined with another event'}] ` : ''}${title || `Incident ${id}`}`,
    date: firstSeen.slice(0, 10),
    threat_level_id: severity >= 4 ? '1' : severity === 3 ? '2' : '3',
    analysis: withdrawn || state === 'confirmed' ? '2' : state === 'new' ? '0' : '1',
    published: true,
    timestamp,
    publish_timestamp: timestamp,
    Orgc: { name: organisation, uuid: uuidOf(installation, `identity ${organisation}`) },
    Tag: [
      tlpTag(tlp),
      ...(withdrawn ? [tag(WITHDRAWN)] : []),
      ...(sources[0] ? [reliabilityTag(sources[0].reliability)] : []),
      tag(`admiralty-scale:information-credibility="${credibility(incident)}"`),
      ...threats.map((threat) => tag(`subthreshold:threat="${threat}"`)),
    ],
    // Two may say the same of one actor.
    Attribute: [...new Map(attributes.map((one) => [one.uuid, one])).values()],
  };
}

/** Credibility by the Admiralty code: 1 confirmed by other sources, 2 probably true, 3 possibly true. */
function credibility({ state, sources }: ExportedIncident): 1 | 2 | 3 {
  if (state === 'confirmed') return 1;
  return new Set(sources.map(({ source }) => source)).size > 1 ? 2 : 3;
}

const TLP_COLOURS: Record<string, string> = {
  clear: '#ffffff',
  green: '#33ff00',
  amber: '#ffc000',
  'amber+strict': '#ffc000',
  red: '#ff2b2b',
};
const tag = (name: string, colour = '#3d5a80'): MispTag => ({ name, colour });
const tlpTag = (tlp: Sender['tlp']) => tag(`tlp:${tlp}`, TLP_COLOURS[tlp]);
const reliabilityTag = (reliability: Reliability) =>
  tag(`admiralty-scale:source-reliability="${reliability.toLowerCase()}"`);

/**
 * The files of a static MISP feed: an event each, `manifest.json`, and `hashes.csv` with the MD5 of every value, by which
 * a MISP looks up what the feed holds without fetching it. Any web server can offer the folder.
 *
 * @param held the event that the folder has in a file of that name: of events that it never held none is told to be
 *   withdrawn, and what an event says no longer is told to be deleted, since a MISP keeps what it is not told of
 * @returns contents by file name
 */
export function mispFeed(
  events: readonly MispEvent[],
  held: (name: string) => MispEvent | undefined,
): Map<string, string> {
  const files = new Map<string, string>();
  const manifest: Record<string, object> = {};
  const hashes: string[] = [];
  for (const now of events) {
    const before = held(`${now.uuid}.json`);
    if (now.Tag.some(({ name }) => name === WITHDRAWN) && !before) continue;
    const event = { ...now, Attribute: [...now.Attribute, ...goneSince(before, now)] };
    const { uuid, info, date, analysis, threat_level_id, timestamp, Orgc, Tag } = event;
    files.set(`${uuid}.json`, `${JSON.stringify({ Event: event })}\n`);
    manifest[uuid] = { Orgc, Tag, info, date, analysis, threat_level_id, timestamp };
    for (const { value, deleted } of event.Attribute)
      if (!deleted) hashes.push(`${createHash('md5').update(value).digest('hex')},${uuid}\n`);
  }
  files.set('manifest.json', `${JSON.stringify(manifest)}\n`);
  files.set('hashes.csv', hashes.join(''));
  return files;
}

/** The attributes that an event had and has no more, as deleted ones. */
function goneSince(before: MispEvent | undefined, { Attribute, timestamp }: MispEvent): MispAttribute[] {
  const kept = new Set(Attribute.map(({ uuid }) => uuid));
  return (before?.Attribute ?? [])
    .filter(({ uuid }) => !kept.has(uuid))
    .map((gone) => (gone.deleted ? gone : { ...gone, deleted: true, timestamp }));
}
