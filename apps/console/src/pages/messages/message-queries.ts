import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Administration, bodyOf, type Schemas } from '../../api/administration.js';
import type { MessagesSearch } from './messages-search.js';

const PAGE = 50;

/** Every list of messages begins with this key, and is read again once something was done to one. */
export const messagesKey = ({ application }: Administration) => [application, 'messages'] as const;

export type Filter = Omit<MessagesSearch, 'message'>;

/** @param email whose; empty: everybody's */
export const messagesQuery = (from: Administration, filter: Filter, email: string) =>
  infiniteQueryOptions({
    queryKey: [...messagesKey(from), 'list', filter, email],
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam: after, signal }): Promise<Schemas['MessagePage']> => {
      const { api, header } = from;
      const query = { ...filter, limit: PAGE, ...(after && { after }) };
      return bodyOf(
        email === ''
          ? api.GET('/v1/admin/messages', { params: { query, header }, signal })
          : api.POST('/v1/admin/messages/lookup', { params: { header }, body: { ...query, email }, signal }),
      );
    },
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });

export const messageQuery = (from: Administration, id: string) =>
  queryOptions({
    queryKey: [...messagesKey(from), 'one', id],
    queryFn: ({ signal }) =>
      bodyOf(from.api.GET('/v1/admin/messages/{id}', { params: { path: { id }, header: from.header }, signal })),
    // It moves on by itself for as long as it is on its way.
    refetchInterval: ({ state: { data } }) => (data?.state === 'queued' || data?.state === 'sending' ? 3_000 : false),
  });

/** As many as are counted before they are handled. */
export const MOST_COUNTED = 200;

/** How many dead letters a filter selects: all of them, or that there are at least so many. */
export const deadLettersQuery = (from: Administration, filter: Filter) =>
  queryOptions({
    queryKey: [...messagesKey(from), 'dead', filter],
    queryFn: async ({ signal }) => {
      const query = { ...filter, state: 'dead-letter' as const, limit: MOST_COUNTED };
      const call = from.api.GET('/v1/admin/messages', { params: { query, header: from.header }, signal });
      const { messages, nextAfter } = await bodyOf(call);
      return { count: messages.length, isAll: nextAfter === null };
    },
  });
