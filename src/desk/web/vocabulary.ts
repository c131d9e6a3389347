import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { mayActAs, type Role } from '../../config/roles.ts';
import { get } from './api.ts';
import { capital, inWords, languageName, placeName } from './format.ts';
import type { FeedState, Me, Vocabulary } from './wire.ts';

export const useFeeds = () =>
  useQuery({
    queryKey: ['feeds'],
    queryFn: ({ signal }) => get<{ feeds: FeedState[] }>('/feeds', signal).then(({ feeds }) => feeds),
    refetchInterval: 60_000,
  });

export const useMe = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => get<Me>('/me', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Whether whoever looks may do what a role may; not while it is not known yet. */
export function useMay(role: Role): boolean {
  const { data } = useMe();
  return data !== undefined && mayActAs(data.role, role);
}

/** What ids mean, in a reader's words; an id that nobody knows stands for itself. */
export function useNames() {
  const { data } = useQuery({
    queryKey: ['vocabulary'],
    queryFn: ({ signal }) => get<Vocabulary>('/vocabulary', signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data: feeds } = useFeeds();
  return useMemo(() => {
    const named = (list: readonly { id: string; name: string }[] = []) =>
      new Map(list.map(({ id, name }) => [id, name]));
    const threats = named(data?.threats);
    const cues = named(data?.cues);
    const actors = named(data?.actors);
    const rules = new Map(data?.rules.map((rule) => [rule.id, rule]));
    const pacts = new Map(data?.pacts.map(({ id, title }) => [id, title]));
    const sources = new Map(feeds?.map(({ id, title }) => [id, title]));
    const threat = (id: string) => threats.get(id) ?? capital(inWords(id));
    const actor = (id: string) => actors.get(id) ?? id;
    const pattern = (id: string) => rules.get(id)?.title ?? inWords(id);
    return {
      all: data,
      threat,
      actor,
      cue: (id: string) => cues.get(id) ?? inWords(id),
      rule: (id: string) => rules.get(id),
      pattern,
      /** the name of a value of a search field */
      value(field: string, value: string): string {
        if (field === 'threat') return threat(value);
        if (field === 'country') return placeName(value);
        if (field === 'actor') return actor(value);
        if (field === 'pattern') return pattern(value);
        if (field === 'feed') return sources.get(value) ?? value;
        if (field === 'pact') return pacts.get(value) ?? value;
        if (field === 'days') return value === '1' ? 'Last 24 hours' : `Last ${value} days`;
        if (field === 'score') return `${value} or more`;
        if (field === 'language') return languageName(value);
        return capital(inWords(value));
      },
    };
  }, [data, feeds]);
}
