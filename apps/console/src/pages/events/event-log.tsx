import { Button, Group, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { Empty, QueryState } from '../../components/states.js';
import { EventList } from './event-list.js';

const route = getRouteApi('/$application/events');

interface EventLogProps {
  /** Cursor; undefined is the beginning. */
  readonly after: string | undefined;
  /** Separated by commas; empty is all. */
  readonly types: string;
}

/** The log in its order, page by page. */
export function EventLog({ after, types }: EventLogProps) {
  const { api, application, header } = useAdministration();
  const params = route.useParams();
  const search = { view: 'log' as const, ...(types && { types }) };
  const query = useQuery({
    queryKey: [application, 'events', after ?? '', types],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/v1/events', {
          params: { query: { limit: 50, ...(after && { after }), ...(types && { types }) }, header },
          signal,
        }),
      ),
  });
  return (
    <QueryState query={query}>
      {({ events, nextAfter, more }) => (
        <Stack gap="md">
          {events.length === 0 ? (
            <Empty title={after === undefined ? 'No events yet' : 'No more events'}>
              {types === '' ? 'New ones appear under “Live”.' : 'None of the chosen types.'}
            </Empty>
          ) : (
            <EventList events={events} />
          )}
          <Group justify="space-between" component="nav" aria-label="Pages of the log">
            {after === undefined ? (
              <span />
            ) : (
              <Button
                variant="default"
                renderRoot={(props) => <Link {...props} to="/$application/events" params={params} search={search} />}
              >
                To the beginning
              </Button>
            )}
            {more && (
              <Button
                variant="default"
                renderRoot={(props) => (
                  <Link {...props} to="/$application/events" params={params} search={{ ...search, after: nextAfter }} />
                )}
              >
                Later events
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </QueryState>
  );
}
