import './timeline-page.css';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { get, query } from './api.ts';
import { counted } from './format.ts';
import { Matrix } from './matrix.tsx';
import { Failure, useTitle, Waiting } from './parts.tsx';
import { TrendMark, trendInWords } from './trend.tsx';
import { useNames } from './vocabulary.ts';
import type { Trends } from './wire.ts';

const STATES = [
  ['state:any', 'All'],
  ['state:new,in-review', 'To review'],
  ['state:confirmed,escalated', 'Confirmed'],
] as const;

/** Incidents over time, by threat, and by threat and country. */
export function TimelinePage({ search }: { search: string }) {
  useTitle('Timeline');
  const parameters = new URLSearchParams(search);
  const q = parameters.get('q') ?? 'state:any';
  const days = parameters.get('days') === '7' ? '7' : '28';
  const [, go] = useLocation();
  const names = useNames();
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['trends', q, days],
    queryFn: ({ signal }) => get<Trends>(`/trends${query({ q, days })}`, signal),
    placeholderData: (before) => before,
  });
  const set = (changes: Record<string, string>) =>
    go(`/timeline${query({ q: parameters.get('q'), days, ...changes })}`);
  return (
    <div className="page timeline">
      <div className="heading">
        <h1>Timeline</h1>
        <fieldset className="segments">
          <legend className="hidden">Window</legend>
          {[
            ['7', 'Last 7 days'],
            ['28', 'Last 28 days'],
          ].map(([value, name]) => (
            <button
              key={value}
              type="button"
              aria-pressed={value === days}
              onClick={() => set({ days: value as string })}
            >
              {name}
            </button>
          ))}
        </fieldset>
        <fieldset className="segments">
          <legend className="hidden">Which incidents</legend>
          {STATES.map(([value, name]) => (
            <button key={value} type="button" aria-pressed={value === q} onClick={() => set({ q: value })}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
      {isPending && <Waiting what="the timeline" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data && (
        <>
          <p className="soft">
            {data.barDays === 1 ? 'A bar is a day' : 'A bar is a week'} (UTC); those of the last {data.total.trend.days}{' '}
            days stand out. Each bar leads to its incidents.
          </p>
          <Bars trends={data} counts={data.total.counts} q={q} name="All threats" large />
          <table className="lines">
            <thead className={data.threats.length === 0 ? 'hidden' : ''}>
              <tr>
                <th scope="col">Threat</th>
                <th scope="col">Over time</th>
                <th scope="col" className="number">
                  Last {data.total.trend.days} days
                </th>
              </tr>
            </thead>
            <tbody>
              {data.threats.map(({ threat, counts, trend }) => (
                <tr key={threat}>
                  <th scope="row">{names.threat(threat)}</th>
                  <td>
                    <Bars trends={data} counts={counts} q={`threat:${threat} ${q}`} name={names.threat(threat)} />
                  </td>
                  <td className="number" title={trendInWords(trend)}>
                    <b>{trend.observed}</b>{' '}
                    <span className="soft">
                      {trend.expected === null
                        ? ''
                        : `usually ${trend.expected.toLocaleString('en-GB', { maximumFractionDigits: 1 })}`}
                    </span>
                    <TrendMark trend={trend} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Matrix trends={data} q={q} />
        </>
      )}
    </div>
  );
}

const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dated = (day: string) => short.format(new Date(`${day}T00:00:00Z`));

/** Bars over time. Lines of one page have one scale of time, and each its own of number. */
function Bars({
  trends: { bars, barDays, inWindow },
  counts,
  q,
  name,
  large = false,
}: {
  trends: Trends;
  counts: readonly number[];
  q: string;
  name: string;
  large?: boolean;
}) {
  const [, go] = useLocation();
  const most = Math.max(1, ...counts);
  const height = large ? 130 : 30;
  const foot = large ? 18 : 0;
  const width = 100 / bars.length;
  const total = counts.reduce((a, b) => a + b, 0);
  return (
    <figure className={`bars ${large ? 'large' : ''}`}>
      {large && (
        <figcaption>
          <b>{name}</b>{' '}
          <span className="soft">
            {total === 0 ? 'no incidents' : `${counted(total, 'incident')}, at most ${most} in a bar`}
          </span>
        </figcaption>
      )}
      <svg width="100%" height={height + foot}>
        <title>{`${name}: ${total} over ${bars.length * barDays} days`}</title>
        {large && <line className="axis" x1="0" x2="100%" y1={height} y2={height} />}
        {counts.map((n, i) => {
          const since = bars[i] as string;
          const until = dayAfter(since, barDays - 1);
          const when = barDays === 1 ? dated(since) : `${dated(since)} to ${dated(until)}`;
          const tall = n === 0 ? 0 : Math.max(3, ((height - (large ? 16 : 2)) * n) / most);
          const to = `/${query({ q: `${q} since:${since} until:${until}` })}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
            <g key={i} className={i >= bars.length - inWindow ? 'now' : 'before'}>
              {n === 0 ? (
                <rect x={`${i * width + 0.15}%`} width={`${width - 0.3}%`} y={height - 1} height={1} className="none" />
              ) : (
                <a
                  href={to}
                  aria-label={`${when}: ${counted(n, 'incident')}`}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                    event.preventDefault();
                    go(to);
                  }}
                >
                  <rect x={`${i * width}%`} width={`${width}%`} y={0} height={height} className="target" />
                  <rect
                    x={`${i * width + 0.15}%`}
                    width={`${width - 0.3}%`}
                    y={height - tall}
                    height={tall}
                    className="bar"
                  />
                  <title>{`${when}: ${counted(n, 'incident')}`}</title>
                </a>
              )}
              {large && n > 0 && (
                <text x={`${(i + 0.5) * width}%`} y={height - tall - 4}>
                  {n}
                </text>
              )}
              {large && i % Math.ceil(bars.length / 8) === 0 && (
                <text
                  className={`date ${i % (2 * Math.ceil(bars.length / 8)) === 0 ? '' : 'wide'}`}
                  x={`${i * width}%`}
                  y={height + 14}
                >
                  {dated(since)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
