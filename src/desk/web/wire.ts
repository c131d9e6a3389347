import type { Classification, Evidence } from '../../classify/types.ts';
import type { Role } from '../../config/roles.ts';
import type { SourcedArticle } from '../../store/articles.ts';
import type { FeedWithHealth } from '../../store/feeds.ts';
import type {
  Incident as StoredIncident,
  IncidentFile as StoredIncidentFile,
  Review as StoredReview,
} from '../../store/incidents.ts';
import type { Facets, MatrixCell, MapPoint as StoredMapPoint } from '../../store/queue.ts';
import type { FoundArticle as StoredFoundArticle } from '../../store/search-articles.ts';
import type { IncidentEvent as ServerEvent } from '../events.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** What becomes of a value on its way through JSON. */
type Json<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Json<U>[]
    : T extends object
      ? { [K in keyof T]: Json<T[K]> }
      : T;

export type { Classification, Evidence, Facets, MatrixCell, Vocabulary };
export type Incident = Json<StoredIncident>;
export type IncidentFile = Json<StoredIncidentFile>;
export type Article = Json<SourcedArticle>;
export type Review = Json<StoredReview>;
export type FeedState = Json<FeedWithHealth>;
export type MapPoint = Json<StoredMapPoint>;
export type FoundArticle = Json<StoredFoundArticle>;
export type IncidentEvent = Json<ServerEvent>;

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
