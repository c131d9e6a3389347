import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { type Classification, FLAGS } from '../classify/types.ts';
import { REVIEW_STATES } from '../config/review-states.ts';
import { ROLES, SCOPES } from '../config/roles.ts';
import type { Digest } from '../digest/types.ts';
import type { Signature } from '../incidents/signature.ts';
import { NEVER_POLLED, type PollHistory } from '../ingest/poll/history.ts';
import type { ExtractedArticle } from '../ingest/types.ts';
import type { TagCorrection } from './tags.ts';

// A schema of our own: the embedded database has one session, whose search_path belongs to BullMQ.
export const subthreshold = pgSchema('subthreshold');

/** Numbers placements, in the order of their commits (see placements.ts). */
export const placements = subthreshold.sequence('placements');

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
/** Words of a text for full-text search; read by conditions alone, never selected. */
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const list = (name: string) => text(name).array().notNull().default(sql`'{}'::text[]`);

/** Subscribed sources, and how polling them goes. */
export const feeds = subthreshold.table(
  'feeds',
  {
    id: text('id').primaryKey(),
    title: text('title').notNull(),
    url: text('url').notNull(),
    language: text('language').notNull(),
    topics: list('topics'),
    /** Admiralty code, A to F */
    reliability: text('reliability').notNull(),
    intervalSeconds: integer('interval_seconds').notNull(),
    enabled: boolean('enabled').notNull().default(true),
    /** false: not on the list (any more); the row stays, since articles name their source by it */
    subscribed: boolean('subscribed').notNull().default(true),
    /** where a permanent redirect (301, 308) has led */
    movedTo: text('moved_to'),
    /** validators of the last good answer */
    etag: text('etag'),
    lastModified: text('last_modified'),
    lastPolledAt: moment('last_polled_at'),
    lastOkAt: moment('last_ok_at'),
    /** how long the feed itself asks to be left alone, minutes */
    ttl: integer('ttl'),
    lastNewItemAt: moment('last_new_item_at'),
    nextPollAt: moment('next_poll_at'),
    /** what its polls have come to */
    history: jsonb('history').$type<PollHistory>().notNull().default(NEVER_POLLED),
  },
  // Only of the list: a source that was taken off may come back under another id.
  (t) => [uniqueIndex('feeds_url').on(t.url).where(sql`subscribed`)],
);

/** Entries of feeds. A row stands for what is still to be done: the queues can be lost, this cannot. */
export const items = subthreshold.table(
  'items',
  {
    /** hash of the item's strongest name when it was first seen; see ingest/identity */
    key: text('key').primaryKey(),
    feedId: text('feed_id')
      .notNull()
      .references(() => feeds.id),
    guid: text('guid'),
    url: text('url'),
    title: text('title').notNull(),
    author: text('author'),
    publishedAt: moment('published_at'),
    firstSeenAt: moment('first_seen_at').notNull(),
    /** the feed's own content, else its summary, as plain text */
    feedText: text('feed_text'),
    /** hash of title and text: tells an edited item from the same again */
    fingerprint: text('fingerprint').notNull(),
    /** counts up when the feed edits the item */
    version: integer('version').notNull().default(1),
    /** `old`: too old when first seen, never read; `duplicate`: its link led to the page of another item */
    state: text('state', { enum: ['pending', 'read', 'failed', 'old', 'duplicate'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    error: text('error'),
  },
  (t) => [
    index('items_state').on(t.state, t.firstSeenAt),
    index('items_feed').on(t.feedId, t.firstSeenAt),
    index('items_seen').on(t.firstSeenAt),
    // What a feed says of their age is its rhythm.
    index('items_feed_told').on(t.feedId, sql`coalesce(${t.publishedAt}, ${t.firstSeenAt})`),
  ],
);

/** Every name under which an item is known: addresses, also those it was redirected to, and guids. */
export const itemNames = subthreshold.table(
  'item_names',
  {
    name: text('name').primaryKey(),
    itemKey: text('item_key')
      .notNull()
      .references(() => items.key),
  },
  (t) => [index('item_names_item').on(t.itemKey)],
);

/** An event that articles tell of: the unit of review. */
export const incidents = subthreshold.table(
  'incidents',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    title: text('title').notNull(),
    /** a sentence of its best source */
    summary: text('summary').notNull(),
    flag: text('flag', { enum: FLAGS }).notNull(),
    /** probability of `below` */
    score: real('score').notNull(),
    /** what the queue sorts by, without age */
    priority: real('priority').notNull(),
    /** 1 to 5 */
    severity: smallint('severity').notNull(),
    /** the flag that an analyst has given it, which stands whatever its articles say; null when none has */
    handFlag: text('hand_flag', { enum: FLAGS }),
    state: text('state', { enum: REVIEW_STATES }).notNull().default('new'),
    /** the analyst who works on it */
    assignee: text('assignee'),
    /** when its articles were published, first and last */
    firstSeen: moment('first_seen').notNull(),
    lastSeen: moment('last_seen').notNull(),
    threats: list('threats'),
    actors: list('actors'),
    affected: list('affected'),
    locations: list('locations'),
    cues: list('cues'),
    patterns: list('patterns'),
    /** the incident that an analyst has joined this one into; then it has no articles, and is not flagged */
    joinedInto: bigint('joined_into', { mode: 'number' }),
    /** counts up with each change: whoever decides says which version was read */
    version: integer('version').notNull().default(1),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    // The queue's two orders: a page is read from its place on.
    index('incidents_priority').on(t.priority, t.id),
    index('incidents_seen').on(t.lastSeen, t.id),
    index('incidents_updated').on(t.updatedAt),
  ],
);

/**
 * What `incident_id is not null` says, in words that no other index answers: the planner does not know that texts and tags
 * lie apart from their row, and would rather read those of every article in an incident.
 */
const IN_INCIDENT = '(incident_id is null) is false';

/** Items with their page's text, tagged and assessed. */
export const articles = subthreshold.table(
  'articles',
  {
    itemKey: text('item_key')
      .primaryKey()
      .references(() => items.key),
    incidentId: bigint('incident_id', { mode: 'number' }).references(() => incidents.id),
    url: text('url'),
    title: text('title').notNull(),
    text: text('text').notNull(),
    /** whether `text` is the page's or the feed's own */
    textFrom: text('text_from', { enum: ['page', 'feed'] }).notNull(),
    /** why the page's text was not used */
    pageError: text('page_error'),
    author: text('author'),
    language: text('language'),
    /** the page's or feed's date; when the item was first seen, where neither tells */
    publishedAt: moment('published_at').notNull(),
    readAt: moment('read_at').notNull(),
    /** the item's version that this was read from */
    version: integer('version').notNull(),
    flag: text('flag', { enum: FLAGS }).notNull(),
    score: real('score').notNull(),
    classification: jsonb('classification').$type<Classification>().notNull(),
    page: jsonb('page').$type<Omit<ExtractedArticle, 'text'>>(),
    /** hash of the rule set that classified it */
    ruleSet: text('rule_set').notNull(),
    /** the article that this one copies, cuts or updates; null when it speaks for itself */
    copyOf: text('copy_of'),
    /** what grouping compares; null when it was not flagged, and so is in no incident */
    signature: jsonb('signature').$type<Signature>(),
    /** counts placements up over all articles: who has seen up to here knows every incident's articles */
    placement: bigint('placement', { mode: 'number' }),
    /** what its evidence points at, each rule once: whole classifications are long, and slow to read */
    rules: text('rules').array().generatedAlwaysAs(sql`subthreshold.rules_of(classification)`),
    /** title and the beginning of the text (a tsvector may not exceed 1 MB) */
    search: tsvector('search').generatedAlwaysAs(
      sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(text, 200000)), 'B')`,
    ),
  },
  (t) => [
    index('articles_published').on(t.publishedAt),
    index('articles_read').on(t.readAt),
    index('articles_incident').on(t.incidentId),
    index('articles_rule_set').on(t.ruleSet, t.flag),
    index('articles_placement').on(t.placement),
    index('articles_search').using('gin', t.search),
    // The queue looks for words, and rules for their cases, in the few articles that are in an incident.
    index('articles_incident_search').using('gin', t.search).where(sql.raw(IN_INCIDENT)),
    index('articles_incident_rules').using('gin', t.rules).where(sql.raw(IN_INCIDENT)),
    ...(['threats', 'actors', 'affected', 'locations', 'patterns'] as const).map((tags) =>
      index(`articles_${tags}`).using('gin', sql`(${t.classification} -> ${sql.raw(`'${tags}'`)})`),
    ),
  ],
);

/** Articles in an incident, as the indexes for them say it. */
export const isInIncident = sql`(${articles.incidentId} is null) is false`;

/** Decisions that settle what an incident is. */
export const VERDICTS = ['confirm', 'dismiss', 'escalate'] as const;
export type Verdict = (typeof VERDICTS)[number];

const DECISIONS = [...VERDICTS, 'note', 'correct', 'assign', 'join', 'split', 'flag', 'opinion', 'undo'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Decisions of analysts. Rows are added, never changed: a trigger of the first migration sees to it. */
export const reviews = subthreshold.table(
  'reviews',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: bigint('incident_id', { mode: 'number' })
      .notNull()
      .references(() => incidents.id),
    decision: text('decision', { enum: DECISIONS }).notNull(),
    /** for a dismissal: one of the reasons */
    reason: text('reason'),
    note: text('note'),
    /** tags that were added and removed */
    correction: jsonb('correction').$type<TagCorrection>(),
    /** for a second opinion: what it is */
    verdict: text('verdict', { enum: VERDICTS }),
    /** for a flag given by hand: which */
    flag: text('flag', { enum: FLAGS }),
    /** for an assignment: to whom, null when it is given back */
    assignee: text('assignee'),
    /** for an undoing: the decision that is undone */
    undoes: bigint('undoes', { mode: 'number' }),
    /** for articles that came from another incident (`join`) or went to one (`split`): which, and which articles */
    other: bigint('other', { mode: 'number' }),
    articles: text('articles').array(),
    /** the incident's state before and after */
    stateBefore: text('state_before', { enum: REVIEW_STATES }).notNull(),
    stateAfter: text('state_after', { enum: REVIEW_STATES }).notNull(),
    by: text('by').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('reviews_incident').on(t.incidentId, t.id)],
);

/** Digests as they were made; the newest of a day, or of the week that begins with it, counts. */
export const digests = subthreshold.table(
  'digests',
  {
    kind: text('kind', { enum: ['day', 'week'] })
      .notNull()
      .default('day'),
    day: date('day', { mode: 'string' }).notNull(),
    zone: text('zone').notNull(),
    version: integer('version').notNull(),
    madeAt: moment('made_at').notNull(),
    content: jsonb('content').$type<Digest>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.day, t.zone, t.version] })],
);

/** What leaves the house: a row stands for a message to a subscriber, and for whether it has gone. */
export const deliveries = subthreshold.table(
  'deliveries',
  {
    /** UUID made from what it tells to whom: the same message is never made twice */
    key: uuid('key').primaryKey(),
    /** id of the subscriber */
    subscriber: text('subscriber').notNull(),
    kind: text('kind', { enum: ['digest', 'alert'] }).notNull(),
    title: text('title').notNull(),
    /** the message, as the ways of delivery read it */
    content: jsonb('content').notNull(),
    state: text('state', { enum: ['pending', 'sent', 'failed'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    /** why the last attempt failed, in words */
    error: text('error'),
    createdAt: moment('created_at').notNull(),
    sentAt: moment('sent_at'),
  },
  (t) => [index('deliveries_state').on(t.state, t.createdAt)],
);

/** What a subscriber is, or will be, told of between digests: each subject once. */
export const alerts = subthreshold.table(
  'alerts',
  {
    subscriber: text('subscriber').notNull(),
    /** `incident 12`, `incident 12 above`, `feed danube-wire broken 2026-03-04T…` */
    subject: text('subject').notNull(),
    /** the rule that brought it about */
    rule: text('rule').notNull(),
    incidentId: bigint('incident_id', { mode: 'number' }).references(() => incidents.id, { onDelete: 'cascade' }),
    /** for a feed: what is the matter with it */
    trouble: jsonb('trouble'),
    at: moment('at').notNull(),
    /** not before then: alerts are collected, and quiet hours kept */
    due: moment('due').notNull(),
    delivery: uuid('delivery').references(() => deliveries.key, { onDelete: 'set null' }),
    told: boolean('told').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.subscriber, t.subject] }), index('alerts_due').on(t.told, t.due)],
);

/** Whoever may use the desk. */
export const users = subthreshold.table(
  'users',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** decisions are kept under it, so it never changes */
    name: text('name').notNull(),
    role: text('role', { enum: ROLES }).notNull(),
    /** argon2id, in its PHC string; null until one is chosen, and for whoever logs in by OpenID Connect */
    passwordHash: text('password_hash'),
    /** who it is at an OpenID provider */
    issuer: text('issuer'),
    subject: text('subject'),
    enabled: boolean('enabled').notNull().default(true),
    createdAt: moment('created_at').notNull(),
    lastLoginAt: moment('last_login_at'),
  },
  (t) => [uniqueIndex('users_name').on(sql`lower(${t.name})`), uniqueIndex('users_subject').on(t.issuer, t.subject)],
);

/** Browsers that are logged in. */
export const sessions = subthreshold.table(
  'sessions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** hash of what the cookie holds (see secret.ts) */
    key: text('key').notNull().unique(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** from where it was begun, and with what */
    address: text('address').notNull(),
    userAgent: text('user_agent'),
  },
  (t) => [index('sessions_user').on(t.userId)],
);

/** What programs come with in place of a session. */
export const apiTokens = subthreshold.table(
  'api_tokens',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** hash of the token (see secret.ts) */
    key: text('key').notNull().unique(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** what it is for */
    name: text('name').notNull(),
    /** what it may do, unless its user may less */
    role: text('role', { enum: SCOPES }).notNull(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    lastUsedAt: moment('last_used_at'),
  },
  (t) => [index('api_tokens_user').on(t.userId)],
);

/** `demo` is good for as long as the demo runs, the others for once. */
export const LOGIN_KEY_PURPOSES = ['first-operator', 'password', 'demo'] as const;
export type LoginKeyPurpose = (typeof LOGIN_KEY_PURPOSES)[number];

/** Links by which somebody comes in without a password. */
export const loginKeys = subthreshold.table('login_keys', {
  /** hash of what the link holds (see secret.ts) */
  key: text('key').primaryKey(),
  purpose: text('purpose', { enum: LOGIN_KEY_PURPOSES }).notNull(),
  /** whose; null for the first operator, who is made by it */
  userId: bigint('user_id', { mode: 'number' }).references(() => users.id, { onDelete: 'cascade' }),
  expiresAt: moment('expires_at').notNull(),
});

/** Attempts to log in that have failed of late, by account and by address. */
export const loginFailures = subthreshold.table('login_failures', {
  /** `account anna`, `address 192.0.2.7` */
  subject: text('subject').primaryKey(),
  failures: integer('failures').notNull(),
  lastAt: moment('last_at').notNull(),
});

/** Who has changed what, when and from where. Rows are added, never changed: a trigger sees to it. */
export const audit = subthreshold.table(
  'audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment('at').notNull(),
    by: text('by').notNull(),
    /** how they came in: `session`, `token backup-script`, `command` for the owner of the machine */
    via: text('via').notNull(),
    address: text('address'),
    /** in words */
    action: text('action').notNull(),
    /** method and path */
    request: text('request').notNull(),
    /** what was sent along, without secrets */
    detail: jsonb('detail'),
  },
  (t) => [index('audit_by').on(t.by, t.id)],
);

/** The queue by priority, or by the last news. */
export const QUEUE_ORDERS = ['priority', 'newest'] as const;

/** Searches of the queue that are kept under a name, for everybody. */
export const views = subthreshold.table(
  'views',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    /** as it is typed (see filter.ts) */
    search: text('search').notNull(),
    order: text('order', { enum: QUEUE_ORDERS }).notNull(),
    by: text('by').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [uniqueIndex('views_name').on(sql`lower(${t.name})`)],
);

/** Who has which incident open: one row for each open page, which goes with it. */
export const presence = subthreshold.table(
  'presence',
  {
    /** chosen by the page */
    page: uuid('page').primaryKey(),
    who: text('who').notNull(),
    incidentId: bigint('incident_id', { mode: 'number' })
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    /** told anew while the page is open */
    seenAt: moment('seen_at').notNull(),
  },
  (t) => [index('presence_seen').on(t.seenAt)],
);

/** Decisions that a second analyst is to judge without knowing them, and what that one has said. */
export const secondOpinions = subthreshold.table(
  'second_opinions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    incidentId: bigint('incident_id', { mode: 'number' })
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    /** the decision that it is asked on */
    reviewId: bigint('review_id', { mode: 'number' })
      .notNull()
      .unique()
      .references(() => reviews.id, { onDelete: 'cascade' }),
    /** chosen by lot, or since it was escalated */
    why: text('why', { enum: ['lot', 'escalation'] }).notNull(),
    askedAt: moment('asked_at').notNull(),
    /** who has given it; null while it is waited for, and when it was let go */
    by: text('by'),
    decision: text('decision', { enum: VERDICTS }),
    reason: text('reason'),
    note: text('note'),
    /** when it was given or let go; null while it is waited for */
    at: moment('at'),
  },
  (t) => [index('second_opinions_incident').on(t.incidentId)],
);

/** When a second opinion is asked for: one row, none until an operator has set it. */
export const secondOpinionRule = subthreshold.table('second_opinion_rule', {
  only: boolean('only').primaryKey().default(true),
  /** percent of decisions, by lot */
  share: smallint('share').notNull(),
  /** all that are escalated */
  escalations: boolean('escalations').notNull(),
});

/** What tells this installation from others: one row, made when it is first asked for. */
export const installation = subthreshold.table('installation', {
  only: boolean('only').primaryKey().default(true),
  id: uuid('id').notNull().defaultRandom(),
});

/**
 * Rule files as they were saved on the desk, and as they were found before that: the newest of a file is what every
 * process has in its configuration folder (see workers/shared-rules.ts).
 */
export const ruleVersions = subthreshold.table(
  'rule_versions',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** within the configuration folder: `lexicon/cues.yaml` */
    file: text('file').notNull(),
    /** null: there was no such file */
    content: text('content'),
    /** null: it was found so, changed by other means than the desk */
    by: text('by'),
    at: moment('at').notNull(),
    note: text('note'),
  },
  (t) => [index('rule_versions_file').on(t.file, t.id)],
);

/** Sentences that somebody proposes as tests of a rule; an operator accepts or declines them. */
export const ruleProposals = subthreshold.table(
  'rule_proposals',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    rule: text('rule').notNull(),
    /** whether the rule is to match the sentence or not */
    kind: text('kind', { enum: ['match', 'no-match'] }).notNull(),
    text: text('text').notNull(),
    /** where the sentence was found */
    itemKey: text('item_key').references(() => items.key, { onDelete: 'set null' }),
    note: text('note'),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    state: text('state', { enum: ['open', 'accepted', 'declined'] })
      .notNull()
      .default('open'),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
  },
  (t) => [index('rule_proposals_state').on(t.state, t.rule)],
);
