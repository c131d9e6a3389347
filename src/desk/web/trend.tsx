import type { Trend } from '../../digest/types.ts';

/** In words, what a trend says. */
export function trendInWords({ observed, expected, direction, days }: Trend): string {
  if (expected === null) return `${observed} in ${days} days; too little is known of the time before`;
  const usual = expected.toLocaleString('en-GB', { maximumFractionDigits: 1 });
  const verdict = { rising: 'more than usual', falling: 'fewer than usual', usual: 'as usual', unknown: '' }[direction];
  return `${observed} in ${days} days, ${usual} would be usual: ${verdict}`;
}

/** Whether there are more or fewer than usual. */
export function TrendMark({ trend }: { trend: Trend }) {
  const { direction } = trend;
  if (direction !== 'rising' && direction !== 'falling') return null;
  return (
    <span className={`trend ${direction}`}>
      <span aria-hidden="true">{direction === 'rising' ? '▲' : '▼'}</span>
      <span className="hidden">{direction}</span>
    </span>
  );
}
