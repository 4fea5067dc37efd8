import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { bodyOf, useAdministration } from '../../api/administration.js';
import type { Application } from './draft.js';

/** The application that is looked after, as it is saved. */
export function useApplication(): UseQueryResult<Application> {
  const { api, application, header } = useAdministration();
  return useQuery({
    queryKey: ['applications', 'one', application],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/admin/applications/{slug}', { params: { path: { slug: application }, header }, signal })),
  });
}
