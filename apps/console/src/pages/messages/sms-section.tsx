import { Button, Stack, Table, Text } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Administration, bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { DataTable } from '../../components/data-table.js';
import { type Action, ConfirmDialog } from '../../components/dialogs/confirm-dialog.js';
import { Section } from '../../components/section.js';
import { QueryState } from '../../components/states.js';
import { Time } from '../../components/words/time.js';

const REASONS = { velocity: 'Too many messages within an hour', unproven: 'Too few codes were entered' } as const;

const stopsKey = ({ application }: Administration) => [application, 'sms-stops'] as const;

const stopsQuery = (from: Administration) =>
  queryOptions({
    queryKey: stopsKey(from),
    queryFn: ({ signal }) => bodyOf(from.api.GET('/v1/admin/sms/stops', { params: { header: from.header }, signal })),
    refetchInterval: 30_000,
  });

const spendQuery = ({ api, application, header }: Administration) =>
  queryOptions({
    queryKey: [application, 'sms-spend'],
    queryFn: ({ signal }) => bodyOf(api.GET('/v1/admin/statistics/sms/spend', { params: { header }, signal })),
  });

/** Where text messages do not go at present, and what they cost. Nothing at all where there is nothing to tell. */
export function SmsSection() {
  const administration = useAdministration();
  const [action, setAction] = useState<Action | null>(null);
  const stops = useQuery(stopsQuery(administration));
  const spend = useQuery(spendQuery(administration));
  const mayLift = useMay('messages:write');
  const lift = useLift(administration);
  const totals = spend.data?.totals ?? [];
  if (stops.data?.stops.length === 0 && totals.length === 0) return null;
  const liftingOf = ({ id, place }: Schemas['TextStop']): Action => ({
    title: `Send text messages to ${place} again?`,
    consequences: ['What was counted before no longer counts.', 'If it goes on as before, it is stopped again.'],
    verb: 'Lift the stop',
    run: () => lift.mutateAsync(id),
  });
  return (
    <Section
      title="Text messages"
      description="Ranges of numbers and countries that get none for a while, and the estimated cost of the last 30 days."
    >
      <Stack gap="md">
        {totals.map(({ currency, amount, messages, unpriced }) => (
          <Text key={currency} size="sm">
            {amount} {currency} for {messages} messages
            {unpriced > 0 && `, and ${unpriced} without a known price`}
          </Text>
        ))}
        <QueryState query={stops}>
          {({ stops: entries }) =>
            entries.length === 0 ? (
              <Text size="sm" c="dimmed">
                None is stopped.
              </Text>
            ) : (
              <DataTable label="Stops" columns={['Place', 'Why', 'Requested', 'Entered', 'Ends', 'Action']}>
                {entries.map((stop) => (
                  <Table.Tr key={stop.id}>
                    <Table.Td>{stop.place}</Table.Td>
                    <Table.Td>{REASONS[stop.reason]}</Table.Td>
                    <Table.Td>{stop.asked}</Table.Td>
                    <Table.Td>{stop.proven}</Table.Td>
                    <Table.Td>
                      <Time at={stop.endsAt} />
                    </Table.Td>
                    <Table.Td>
                      {mayLift && (
                        <Button
                          size="xs"
                          variant="default"
                          aria-label={`Lift the stop of ${stop.place}`}
                          onClick={() => setAction(liftingOf(stop))}
                        >
                          Lift
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </DataTable>
            )
          }
        </QueryState>
      </Stack>
      <ConfirmDialog action={action} onClose={() => setAction(null)} onDone={() => setAction(null)} />
    </Section>
  );
}

function useLift(administration: Administration) {
  const queries = useQueryClient();
  const { api, header } = administration;
  return useMutation({
    mutationFn: (id: string) => api.DELETE('/v1/admin/sms/stops/{id}', { params: { path: { id }, header } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: stopsKey(administration) }),
  });
}
