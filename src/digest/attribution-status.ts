import type { Attribution } from '../classify/types.ts';

const CONFIDENCES: Record<Attribution['confidence'], string> = {
  unknown: 'author unknown',
  suspected: 'suspected',
  blamed: 'blamed',
  charged: 'charged',
  convicted: 'convicted',
  claimed: 'claims it',
  denied: 'denies it',
};

const ATTRIBUTION_SOURCES: Record<Attribution['source'], string> = {
  official: 'by officials',
  claimed: '',
  media: 'by the media',
  analyst: 'by analysts',
};

/** "suspected by officials", "denies it". */
export function attributionStatus({ confidence, source }: Attribution): string {
  const by = confidence === 'claimed' || confidence === 'denied' || confidence === 'unknown' ? '' : source;
  return [CONFIDENCES[confidence], by && ATTRIBUTION_SOURCES[by]].filter(Boolean).join(' ');
}
