import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Administration, bodyOf } from '../../api/administration.js';

const pathOf = ({ header }: Administration, userId: string) => ({ path: { id: userId }, header });

/** Everything about one person begins with this key, and is read again once something was done to them. */
export const personKey = ({ application }: Administration, userId: string) => [application, 'person', userId] as const;

export const personQuery = (from: Administration, userId: string) =>
  queryOptions({
    queryKey: [...personKey(from, userId), 'account'],
    queryFn: ({ signal }) => bodyOf(from.api.GET('/v1/admin/users/{id}', { params: pathOf(from, userId), signal })),
  });

export const codesQuery = (from: Administration, userId: string) =>
  queryOptions({
    queryKey: [...personKey(from, userId), 'codes'],
    queryFn: ({ signal }) =>
      bodyOf(from.api.GET('/v1/admin/users/{id}/codes', { params: pathOf(from, userId), signal })),
  });

export const sessionsQuery = (from: Administration, userId: string) =>
  queryOptions({
    queryKey: [...personKey(from, userId), 'sessions'],
    queryFn: ({ signal }) =>
      bodyOf(from.api.GET('/v1/admin/users/{id}/sessions', { params: pathOf(from, userId), signal })),
  });

export const rolesQuery = (from: Administration, userId: string) =>
  queryOptions({
    queryKey: [...personKey(from, userId), 'roles'],
    queryFn: ({ signal }) => bodyOf(from.api.GET('/v1/admin/roles', { params: { header: from.header }, signal })),
    select: ({ roles }) => roles.filter((held) => held.userId === userId).map(({ role }) => role),
  });

export const timelineQuery = (from: Administration, userId: string) =>
  infiniteQueryOptions({
    queryKey: [...personKey(from, userId), 'timeline'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: after, signal }) => {
      const params = { ...pathOf(from, userId), query: { limit: 30, ...(after && { after }) } };
      return bodyOf(from.api.GET('/v1/admin/users/{id}/timeline', { params, signal }));
    },
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });
