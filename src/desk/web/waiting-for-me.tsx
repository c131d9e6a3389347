import { useQuery } from '@tanstack/react-query';
import { get } from './api.ts';
import { figure } from './format.ts';
import { useMay } from './vocabulary.ts';

/** How many second opinions wait for whoever looks; nothing when none do. */
export function WaitingForMe() {
  const may = useMay('analyst');
  const { data } = useQuery({
    // What makes the opinions stale makes their number stale too.
    queryKey: ['opinions', 'waiting'],
    queryFn: ({ signal }) => get<{ forMe: number }>('/opinions/waiting', signal),
    enabled: may,
  });
  if (!data?.forMe) return null;
  return (
    <b className="waiting-count" title="second opinions that wait for you">
      {figure(data.forMe)}
      <span className="hidden"> waiting</span>
    </b>
  );
}
