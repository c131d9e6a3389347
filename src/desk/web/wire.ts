import type { DraftCheck as ServerCheck } from '../../classify/rule-tests.ts';
import type { Classification, Evidence } from '../../classify/types.ts';
import type { Role } from '../../config/roles.ts';
import type { Agreement } from '../../incidents/agreement.ts';
import type { FeedTrial } from '../../ingest/discover/feed-trial.ts';
import type { FoundFeed } from '../../ingest/discover/find-feeds.ts';
import type { ApiToken as StoredToken } from '../../store/api-tokens.ts';
import type { SourcedArticle } from '../../store/articles.ts';
import type { AuditEntry as StoredAuditEntry } from '../../store/audit.ts';
import type { Delivery as StoredDelivery } from '../../store/deliveries.ts';
import type { FeedStatistics } from '../../store/feed-statistics.ts';
import type { FeedWithHealth } from '../../store/feeds.ts';
import type {
  Incident as StoredIncident,
  IncidentFile as StoredIncidentFile,
  Review as StoredReview,
} from '../../store/incidents.ts';
import type { Item as StoredItem } from '../../store/items.ts';
import type { Watcher } from '../../store/presence.ts';
import type { PreviewChange as StoredChange, PreviewProgress as StoredProgress } from '../../store/preview-articles.ts';
import type { Facets, MapPoint as StoredMapPoint } from '../../store/queue.ts';
import type { RuleProposal as StoredProposal } from '../../store/rule-proposals.ts';
import type { RuleRecord } from '../../store/rule-records.ts';
import type { RuleVersion as StoredVersion } from '../../store/rule-versions.ts';
import type { FoundArticle as StoredFoundArticle } from '../../store/search-articles.ts';
import type { OpinionRule, Pair, Waiting as WaitingOpinion } from '../../store/second-opinions.ts';
import type { Session as StoredSession } from '../../store/sessions.ts';
import type { Trends } from '../../store/trends.ts';
import type { User as StoredUser } from '../../store/users.ts';
import type { View as StoredView } from '../../store/views.ts';
import type { IncidentEvent as ServerEvent } from '../events.ts';
import type { RuleLine, RuleFile as ServerFile, RulePage as ServerRule } from '../rules-api.ts';
import type { SystemState as ServerState } from '../system-api.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** What becomes of a value on its way through JSON. */
export type Json<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Json<U>[]
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

export type {
  Classification,
  Evidence,
  Facets,
  FeedStatistics,
  FeedTrial,
  FoundFeed,
  RuleLine,
  RuleRecord,
  Trends,
  Vocabulary,
  Watcher,
};
export type DraftCheck = Json<ServerCheck>;
export type RulePage = Json<ServerRule>;
export type RuleFile = Json<ServerFile>;
export type RuleVersion = Omit<Json<StoredVersion>, 'content'>;
export type RuleProposal = Json<StoredProposal>;
export type PreviewChange = Json<StoredChange>;
export type PreviewProgress = Json<StoredProgress>;
export type SystemState = Json<ServerState>;
export interface DeadLetters {
  items: Json<Omit<StoredItem, 'feedText'>>[];
  deliveries: Json<Omit<StoredDelivery, 'content'>>[];
}
export interface RuleFileText {
  file: string;
  content: string | null;
  hash: string;
}
export interface ProposalDraft {
  file: string;
  content: string;
  line: number;
  accepts: number[];
}
export interface TriedText {
  title: string;
  text: string;
  published: string | null;
  classification: Classification;
}
export type Incident = Json<StoredIncident>;
export type IncidentFile = Json<StoredIncidentFile>;
export type Article = Json<SourcedArticle>;
export type Review = Json<StoredReview>;
export type FeedState = Json<FeedWithHealth>;
export type MapPoint = Json<StoredMapPoint>;
export type View = Json<StoredView> & { n: number | null; problem: string | null };
export type FoundArticle = Json<StoredFoundArticle>;
export type IncidentEvent = Json<ServerEvent>;

/** What the page of second opinions shows. */
export interface Opinions {
  rule: OpinionRule;
  forMe: Json<WaitingOpinion>[];
  forOthers: number;
  given: Json<Pair>[];
  agreement: Agreement;
  table: { first: string; second: string; n: number }[];
}

export type User = Json<StoredUser>;
export type Session = Json<StoredSession> & { current: boolean };
export type ApiToken = Json<StoredToken>;
export type AuditEntry = Json<StoredAuditEntry>;
/** A link by which somebody chooses a password, from the desk's address on. */
export interface LoginLink {
  path: string;
  expiresAt: string;
}

/** Whoever looks. */
export interface Me {
  name: string;
  role: Role;
  timezone: string;
  hasPassword: boolean;
}

export interface Page {
  incidents: Incident[];
  next: string | null;
  counts: Partial<Record<Incident['state'], number>>;
}
