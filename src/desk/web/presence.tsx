import type { Watcher } from './wire.ts';

/** Who else has an incident open, each once. */
export const watching = (others: readonly Watcher[], incident: number): string[] => [
  ...new Set(others.filter((one) => one.incident === incident).map(({ who }) => who)),
];

/** Colleagues by their initial. */
export function Faces({ who }: { who: readonly string[] }) {
  if (who.length === 0) return null;
  const names = who.join(', ');
  return (
    <span className="faces" title={`${names}: looking at it now`}>
      <span className="hidden">{names}: looking at it now</span>
      {who.slice(0, 3).map((name) => (
        <i key={name} aria-hidden="true">
          {name.charAt(0).toUpperCase()}
        </i>
      ))}
    </span>
  );
}
