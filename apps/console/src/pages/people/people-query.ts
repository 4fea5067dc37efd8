import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { type Administration, bodyOf } from '../../api/administration.js';
import type { PeopleSearch } from './people-search.js';

const PAGE = 50;

/** The shortest text that the service searches for: three characters, or two that are not ASCII. */
export const isSearchable = (text: string): boolean =>
  text.length >= 3 || (text.length === 2 && [...text].every((char) => char > '\u007f'));

/** @param text part of an address, a name or a phone; empty: everybody */
export const peopleQuery = ({ api, application, header }: Administration, search: PeopleSearch, text: string) =>
  infiniteQueryOptions({
    queryKey: [application, 'people', search, text],
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam: after, signal }) => {
      const { state = null, from, to } = search;
      if (text !== '') {
        const body = { text, state, after, limit: PAGE };
        return bodyOf(api.POST('/v1/admin/users/search', { params: { header }, body, signal }));
      }
      const query = {
        limit: PAGE,
        ...(state && { state }),
        ...(after && { after }),
        ...(from && { createdFrom: startOf(from, 0) }),
        ...(to && { createdBefore: startOf(to, 1) }),
      };
      return bodyOf(api.GET('/v1/admin/users', { params: { query, header }, signal }));
    },
    getNextPageParam: ({ nextAfter }) => nextAfter,
  });

/** When a day begins where the person is who looks. */
function startOf(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
