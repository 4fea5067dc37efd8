import { Anchor, SimpleGrid } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Administration, bodyOf, useAdministration } from '../../api/administration.js';
import { FigureCard } from '../../components/figure-card.js';
import { QueryState } from '../../components/states.js';
import { Time } from '../../components/words/time.js';

const backlogQuery = ({ api, application, header }: Administration) =>
  queryOptions({
    queryKey: [application, 'backlog'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/admin/statistics/messages', { params: { header }, signal })),
    refetchInterval: 5_000,
  });

/** What waits to be sent, and what was given up. */
export function Backlog() {
  const administration = useAdministration();
  const backlog = useQuery(backlogQuery(administration));
  const { application } = administration;
  return (
    <QueryState query={backlog}>
      {({ waiting, oldestWaitingSince, deadLetters, isPartial }) => (
        <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md">
          <FigureCard label="Messages waiting" value={waiting} note={isPartial ? 'of the newest 10,000' : undefined} />
          <FigureCard
            label="Oldest waiting"
            value={oldestWaitingSince === null ? '–' : <Time at={oldestWaitingSince} />}
          />
          <FigureCard
            label="Dead letters"
            value={deadLetters}
            isAlarming={deadLetters > 0}
            note={
              deadLetters === 0 ? (
                'Every message was sent or is on its way'
              ) : (
                <Anchor
                  size="xs"
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/$application/messages"
                      params={{ application }}
                      search={{ state: 'dead-letter' }}
                    />
                  )}
                >
                  Show them
                </Anchor>
              )
            }
          />
        </SimpleGrid>
      )}
    </QueryState>
  );
}
