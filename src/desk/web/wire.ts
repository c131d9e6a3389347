import type { DraftCheck as ServerCheck } from '../../classify/rule-tests.ts';
import type { Classification, Evidence, TriedText } from '../../classify/types.ts';
import type { FeedTrial } from '../../ingest/discover/feed-trial.ts';
import type { FoundFeed } from '../../ingest/discover/find-feeds.ts';
import type { ApiToken as StoredToken } from '../../store/api-tokens.ts';
import type { SourcedArticle } from '../../store/articles.ts';
import type { AuditEntry as StoredAuditEntry } from '../../store/audit.ts';
import type { DeadLetter as StoredDeadLetter } from '../../store/dead-letters.ts';
import type { FeedStatistics } from '../../store/feed-statistics.ts';
import type { FeedWithHealth } from '../../store/feeds.ts';
import type {
  Incident as StoredIncident,
  IncidentFile as StoredIncidentFile,
  Review as StoredReview,
} from '../../store/incidents.ts';
import type { Watcher } from '../../store/presence.ts';
import type { PreviewChange as StoredChange, PreviewProgress as StoredProgress } from '../../store/preview-articles.ts';
import type { Facets, MapPoint as StoredMapPoint } from '../../store/queue.ts';
import type { Regrouped as StoredRegrouped } from '../../store/regroup.ts';
import type { RuleProposal as StoredProposal } from '../../store/rule-proposals.ts';
import type { RuleRecord } from '../../store/rule-records.ts';
import type { ListedVersion } from '../../store/rule-versions.ts';
import type { FoundArticle as StoredFoundArticle } from '../../store/search-articles.ts';
import type { Trends } from '../../store/trends.ts';
import type { User as StoredUser } from '../../store/users.ts';
import type { Decided as ServerDecided } from '../decision-routes.ts';
import type { IncidentEvent as ServerEvent } from '../events.ts';
import type { QueuePage } from '../incident-routes.ts';
import type { Json } from '../json.ts';
import type { Me, OwnSession } from '../login-routes.ts';
import type { Opinions as ServerOpinions } from '../opinion-routes.ts';
import type { RuleFileText, RuleFile as ServerFile } from '../rule-file-routes.ts';
import type { ProposalDraft } from '../rule-proposal-routes.ts';
import type { RuleLine, RulePage as ServerRule } from '../rule-routes.ts';
import type { SystemState as ServerState } from '../system-routes.ts';
import type { LoginLink as ServerLink } from '../user-routes.ts';
import type { ShownView } from '../view-routes.ts';
import type { Vocabulary } from '../vocabulary.ts';

export type {
  Classification,
  Evidence,
  Facets,
  FeedStatistics,
  FeedTrial,
  FoundFeed,
  Json,
  Me,
  ProposalDraft,
  RuleFileText,
  RuleLine,
  RuleRecord,
  Trends,
  TriedText,
  Vocabulary,
  Watcher,
};
export type DraftCheck = Json<ServerCheck>;
export type RulePage = Json<ServerRule>;
export type RuleFile = Json<ServerFile>;
export type RuleVersion = Json<ListedVersion>;
export type RuleProposal = Json<StoredProposal>;
export type PreviewChange = Json<StoredChange>;
export type PreviewProgress = Json<StoredProgress>;
export type SystemState = Json<ServerState>;
export type DeadLetter = Json<StoredDeadLetter>;
export type Incident = Json<StoredIncident>;
export type IncidentFile = Json<StoredIncidentFile>;
export type Article = Json<SourcedArticle>;
export type Review = Json<StoredReview>;
export type FeedState = Json<FeedWithHealth>;
export type MapPoint = Json<StoredMapPoint>;
export type View = Json<ShownView>;
export type FoundArticle = Json<StoredFoundArticle>;
export type IncidentEvent = Json<ServerEvent>;

export type Opinions = Json<ServerOpinions>;
export type User = Json<StoredUser>;
export type Session = Json<OwnSession>;
export type ApiToken = Json<StoredToken>;
export type AuditEntry = Json<StoredAuditEntry>;
export type LoginLink = Json<ServerLink>;
export type Page = Json<QueuePage>;
export type Decided = Json<ServerDecided>;
export type Regrouped = Json<StoredRegrouped>;
