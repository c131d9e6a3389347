import { useInfiniteQuery } from '@tanstack/react-query';
import { get, query } from './api.ts';

interface Paged<Name extends string> {
  /** by which the list is kept and refreshed */
  key: readonly unknown[];
  path: string;
  /** under which name the answers have the rows */
  rows: Name;
  asked?: Record<string, string | undefined>;
  /** how often it is asked for anew, ms */
  refetchInterval?: number;
  staleTime?: number;
}

/** A list of the API that comes in pages; `data` are the rows that have come so far. */
export const usePaged = <Row, Name extends string = string>({ key, path, rows, asked, ...options }: Paged<Name>) =>
  useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get<Record<Name, Row[]> & { next: string | null }>(`${path}${query({ ...asked, cursor: pageParam })}`, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap((page): Row[] => page[rows]),
    ...options,
  });

/** Brings the next page of a list, as long as there is one. */
export function More({
  list: { hasNextPage, isFetchingNextPage, fetchNextPage },
  children = 'Show more',
}: {
  list: Pick<ReturnType<typeof usePaged>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
  children?: string;
}) {
  if (!hasNextPage) return null;
  return (
    <button type="button" className="more-rows" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
      {isFetchingNextPage ? 'Loading …' : children}
    </button>
  );
}
