import type { Act, Attribution } from '../../classify/types.ts';
import { safeUrl } from '../../digest/render/safe-url.ts';
import { actorName, attributionStatus, countryName } from '../../digest/words.ts';
import { type ExportedIncident, isWithdrawn, type Point } from './incident.ts';
import type { Sender, Tlp } from './sender.ts';
import { SHARED_NAMESPACE, uuidOf } from './uuid.ts';

/** An object of STIX 2.1. */
export interface StixObject {
  type: string;
  id: string;
  [property: string]: unknown;
}

/**
 * Incidents as one STIX 2.1 bundle. Ids come from the incident, so that what is exported again replaces what was exported
 * before. An incident that no longer stands is revoked; of one that is told in another now a `duplicate-of` says in which.
 */
export async function* stixBundleOf(
  incidents: AsyncIterable<ExportedIncident>,
  sender: Sender,
): AsyncGenerator<string> {
  yield `{"type":"bundle","id":"bundle--${uuidOf(sender.installation, 'bundle')}","objects":[\n`;
  yield [marking(sender.tlp), producer(sender)].map((object) => JSON.stringify(object)).join(',\n');
  const written = new Set<string>();
  for await (const incident of incidents)
    for (const object of stixObjectsOf(incident, sender)) {
      if (written.has(object.id)) continue;
      written.add(object.id);
      yield `,\n${JSON.stringify(object)}`;
    }
  yield '\n]}\n';
}

// The "Incident Core" extension of the OASIS CTI TC (cti-stix-common-objects): STIX 2.1's own incident is a stub.
const INCIDENT_CORE = 'extension-definition--ef765651-680c-498d-9894-99799f2fa126';
const TLP_2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
/** The marking definitions of TLP 2.0, as the OASIS CTI TC has published them. */
const MARKINGS: Record<Tlp, string> = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
};
/** Objects that are the same for every installation never change. */
const SHARED_SINCE = '2026-01-01T00:00:00.000Z';

const marking = (tlp: Tlp): StixObject => ({
  type: 'marking-definition',
  spec_version: '2.1',
  id: `marking-definition--${MARKINGS[tlp]}`,
  created: '2022-10-01T00:00:00.000Z',
  name: `TLP:${tlp.toUpperCase()}`,
  extensions: { [TLP_2]: { extension_type: 'property-extension', tlp_2_0: tlp } },
});

const producerId = ({ installation, organisation }: Sender) =>
  `identity--${uuidOf(installation, `identity ${organisation}`)}`;

const producer = (sender: Sender): StixObject => ({
  type: 'identity',
  spec_version: '2.1',
  id: producerId(sender),
  created: SHARED_SINCE,
  modified: SHARED_SINCE,
  name: sender.organisation,
  identity_class: 'organization',
});

/** The objects of an incident, those that others share among them, without marking and producer. Pure. */
export function stixObjectsOf(incident: ExportedIncident, sender: Sender): StixObject[] {
  const { id, createdAt, updatedAt, firstSeen, lastSeen, joinedInto, sources } = incident;
  const common = { spec_version: '2.1', object_marking_refs: [`marking-definition--${MARKINGS[sender.tlp]}`] };
  const ownId = (type: string, of: number, name: string) =>
    `${type}--${uuidOf(sender.installation, `${type} ${of} ${name}`.trim())}`;
  const own = (type: string, name: string, properties: object): StixObject => ({
    type,
    id: ownId(type, id, name),
    ...common,
    created_by_ref: producerId(sender),
    created: createdAt,
    modified: updatedAt,
    ...(isWithdrawn(incident) ? { revoked: true } : {}),
    ...properties,
  });
  const shared = (type: string, name: string, properties: object): StixObject => ({
    type,
    id: `${type}--${uuidOf(SHARED_NAMESPACE, `${type} ${name}`)}`,
    ...common,
    created: SHARED_SINCE,
    modified: SHARED_SINCE,
    ...properties,
  });

  const event = own('incident', '', incidentProperties(incident));
  const states = incident.affected.map((code) =>
    shared('identity', code, { name: countryName(code), identity_class: 'organization', sectors: ['government'] }),
  );
  const countries = countriesOf(incident).map((code) =>
    shared('location', code, { name: countryName(code), country: code }),
  );
  const places = incident.points.map((point) => shared('location', placeKey(point), placeProperties(point)));
  const accused = accusedOf(incident).map((claims) => {
    const { actor } = claims[0] as Attribution;
    return { claims, object: shared('threat-actor', actor, actorProperties(actor)) };
  });
  const relate = (type: string, target: Pick<StixObject, 'id'>, properties: object = {}) =>
    own('relationship', `${type} ${target.id}`, {
      relationship_type: type,
      source_ref: event.id,
      target_ref: target.id,
      ...properties,
    });

  const objects = [
    event,
    ...states,
    ...countries,
    ...places,
    ...accused.map(({ object }) => object),
    ...states.map((target) => relate('targets', target)),
    ...[...countries, ...places].map((target) => relate('located-at', target)),
    ...accused.map(({ claims, object }) =>
      relate('attributed-to', object, {
        description: claims
          .map((claim) => `${attributionStatus(claim)}: “${claim.basis}”`)
          .join('; ')
          .slice(0, 2_000),
        confidence: Math.max(...claims.map(({ confidence }) => CONFIDENCE[confidence])),
      }),
    ),
    // This one stands: it says why the incident does not.
    ...(joinedInto === null
      ? []
      : [relate('duplicate-of', { id: ownId('incident', joinedInto, '') }, { revoked: false })]),
    own('sighting', '', {
      first_seen: firstSeen,
      last_seen: lastSeen,
      count: Math.max(1, sources.length),
      sighting_of_ref: event.id,
      ...(states.length > 0 ? { where_sighted_refs: states.map((one) => one.id) } : {}),
      summary: true,
    }),
  ];
  return [
    ...objects,
    own('report', '', {
      name: event.name,
      ...(event.description ? { description: event.description } : {}),
      report_types: ['threat-report'],
      published: firstSeen,
      object_refs: objects.map((object) => object.id),
      ...references(incident),
    }),
  ];
}

function incidentProperties(incident: ExportedIncident): object {
  const { title, summary, flag, score, severity, state, joinedInto, threats, acts } = incident;
  return {
    name: title || `Incident ${incident.id}`,
    ...(summary ? { description: summary } : {}),
    ...(state === 'confirmed' ? { confidence: 95 } : flag === 'below' ? { confidence: Math.round(score * 100) } : {}),
    labels: [flag !== 'none' ? `${flag}-threshold` : joinedInto === null ? 'not-flagged' : 'joined', ...threats],
    ...references(incident),
    extensions: {
      [INCIDENT_CORE]: {
        extension_type: 'property-extension',
        determination: determination(flag === 'none' && joinedInto === null ? 'dismissed' : state, acts),
        investigation_status: {
          new: 'new',
          'in-review': 'open',
          escalated: 'open',
          confirmed: 'closed',
          dismissed: 'closed',
        }[state],
        criticality: severity * 20,
        ...(threats.length > 0 ? { incident_types: threats } : {}),
        scores: [
          {
            name: 'below-threshold',
            value: Math.round(score * 100),
            description: 'Probability in percent that this is a hostile act below the threshold of collective defence',
          },
        ],
      },
    },
  };
}

/** The extension's `incident-determination-enum` (version 2.0 of 2024): one of five values. */
function determination(state: ExportedIncident['state'], acts: readonly Act[]): string {
  if (state === 'dismissed') return 'false-positive';
  if (acts.length > 0 && acts.every(({ status }) => status === 'foiled')) return 'blocked';
  if (acts.length > 0 && acts.every(({ status }) => status === 'attempted' || status === 'foiled'))
    return 'failed-attempt';
  return state === 'confirmed' ? 'confirmed' : 'suspected';
}

function references({ sources }: ExportedIncident): object {
  const known = sources.flatMap(({ source, title, url, reliability }) => {
    const address = safeUrl(url);
    if (!address && !title) return [];
    // CVE and CAPEC are names with a meaning of their own in STIX.
    const name = /^(cve|capec)$/i.test(source) ? `${source} (outlet)` : source || 'unnamed source';
    return {
      source_name: name,
      description: `${title ? `${title} ` : ''}(source reliability ${reliability})`,
      ...(address ? { url: address } : {}),
    };
  });
  return known.length > 0 ? { external_references: known } : {};
}

/** States named as places, the affected ones first. */
const countriesOf = ({ affected, locations }: ExportedIncident): string[] => [
  ...new Set([...affected, ...locations].filter((place) => /^[A-Z]{2}$/.test(place))),
];

const placeKey = ({ name, country, lat, lon }: Point) => `${country ?? ''} ${name} ${lat} ${lon}`;

const placeProperties = ({ name, country, lat, lon }: Point) => ({
  name,
  ...(country ? { country } : {}),
  latitude: lat,
  longitude: lon,
});

/** What is said of each actor that is held to have done it. */
function accusedOf({ attributions }: ExportedIncident): Attribution[][] {
  const claims = new Map<string, Attribution[]>();
  for (const attribution of attributions)
    claims.set(attribution.actor, [...(claims.get(attribution.actor) ?? []), attribution]);
  return [...claims.values()].filter((said) => said.some(({ confidence }) => CONFIDENCE[confidence] > 0));
}

/** STIX's confidence (0..100) for what an attribution rests on: its scale of "None / Low / Med / High". */
const CONFIDENCE: Record<Attribution['confidence'], number> = {
  denied: 0,
  unknown: 0,
  suspected: 30,
  blamed: 50,
  claimed: 60,
  charged: 70,
  convicted: 95,
};

const actorProperties = (actor: string) => ({
  name: actorName(actor),
  threat_actor_types: [/^[A-Z]{3}$/.test(actor) ? 'nation-state' : 'unknown'],
  aliases: [actor],
});
