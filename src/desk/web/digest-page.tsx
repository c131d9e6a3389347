import './digest-page.css';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { More, usePaged } from './paged.tsx';
import { Empty, Failure, useTitle, Waiting } from './parts.tsx';

/** A day's digest, as it is sent. */
export function DigestPage({ day }: { day: string | undefined }) {
  useTitle('Digest');
  const [, go] = useLocation();
  const list = usePaged<string>({ key: ['digests'], path: '/digests', rows: 'days' });
  const { data, error, isPending, refetch } = list;
  const shown = day ?? data?.[0];
  const at = data?.indexOf(shown ?? '') ?? -1;
  const step = (to: string | undefined, name: ReactNode) => (
    <button type="button" className="quiet" disabled={!to} onClick={() => to && go(`/digest/${to}`)}>
      {name}
    </button>
  );
  return (
    <div className="page digest">
      <div className="heading">
        <h1>Digest</h1>
        {data && data.length > 0 && (
          <span className="days">
            {step(
              data[at + 1],
              <>
                ← <span className="far">earlier</span>
              </>,
            )}
            <label>
              <span className="hidden">Day</span>
              <select value={shown} onChange={(event) => go(`/digest/${event.target.value}`)}>
                {data.map((one) => (
                  <option key={one} value={one}>
                    {new Date(`${one}T12:00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'full', timeZone: 'UTC' })}
                  </option>
                ))}
              </select>
            </label>
            {step(
              at > 0 ? data[at - 1] : undefined,
              <>
                <span className="far">later</span> →
              </>,
            )}
            <More list={list}>Older days</More>
          </span>
        )}
      </div>
      {isPending && <Waiting what="digests" />}
      {error && <Failure error={error} again={() => void refetch()} />}
      {data?.length === 0 && (
        <Empty>
          <p>None has been made yet.</p>
          <p>The next one comes by schedule; “subthreshold digest” makes one now.</p>
        </Empty>
      )}
      {shown && (
        <iframe
          title={`Digest of ${shown}`}
          src={`/digests/${encodeURIComponent(shown)}.html`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
      )}
    </div>
  );
}
