import { Progress, SimpleGrid, Stack, Table } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Administration, bodyOf, useAdministration } from '../../api/administration.js';
import { DataTable } from '../../components/data-table.js';
import { FigureCard } from '../../components/figure-card.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';

const WEEKS = 12;
const EASIEST = 5;
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

const weeksQuery = ({ api, application, header }: Administration) =>
  queryOptions({
    queryKey: [application, 'feedback-weeks'],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/v1/admin/statistics/feedback', { params: { query: { weeks: WEEKS }, header }, signal })),
    refetchInterval: 10_000,
  });

/** The average by week, and of all of them. */
export function Weeks() {
  const weeks = useQuery(weeksQuery(useAdministration()));
  return (
    <Section title="By week" description={`The last ${WEEKS} weeks, from Monday, in UTC. 5 is very easy.`}>
      <QueryState query={weeks}>
        {({ total, weeks: known }) =>
          known.length === 0 ? (
            <Empty title="No answers in these weeks" />
          ) : (
            <Stack gap="md">
              <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
                <FigureCard label="Average" value={total.averageEase?.toFixed(2) ?? '–'} note="of 5" />
                <FigureCard label="Answers" value={total.answers} />
              </SimpleGrid>
              <DataTable label="Feedback by week" columns={['Week from', 'Answers', 'Average']} minWidth={320}>
                {known.map(({ week, answers, averageEase }) => (
                  <Table.Tr key={week}>
                    <Table.Td>{DAY.format(new Date(week))}</Table.Td>
                    <Table.Td>{answers}</Table.Td>
                    <Table.Td miw={110}>
                      {averageEase?.toFixed(2) ?? '–'}
                      <Progress value={((averageEase ?? 0) / EASIEST) * 100} size="xs" mt={4} aria-hidden />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </DataTable>
            </Stack>
          )
        }
      </QueryState>
    </Section>
  );
}
