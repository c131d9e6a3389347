import type { TLP_LEVELS } from '../../config/settings.ts';

/** How far what is exported may go. */
export type Tlp = (typeof TLP_LEVELS)[number];

/** Who exports, and how far it may go. */
export interface Sender {
  /** UUID of this installation: the ids of what it exports are made from it */
  installation: string;
  /** name of the organisation that stands behind the assessments */
  organisation: string;
  tlp: Tlp;
}
