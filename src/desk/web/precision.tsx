/** The share of decided incidents that were confirmed; null when none was decided. */
export function precisionOf(confirmed: number, dismissed: number): number | null {
  return confirmed + dismissed === 0 ? null : confirmed / (confirmed + dismissed);
}

/** Confirmed against dismissed, in figures and as a bar. */
export function Precision({ confirmed, dismissed, note }: { confirmed: number; dismissed: number; note?: string }) {
  const share = precisionOf(confirmed, dismissed);
  if (share === null) return <span className="soft">–</span>;
  return (
    <span className="precision" title={note}>
      <meter min={0} max={1} value={share} aria-label={`${Math.round(share * 100)} % confirmed`} />
      <span>
        {Math.round(share * 100)} %{' '}
        <small className="soft">
          {confirmed} of {confirmed + dismissed}
        </small>
      </span>
    </span>
  );
}
