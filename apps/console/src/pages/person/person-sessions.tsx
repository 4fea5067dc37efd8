import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Schemas, useAdministration } from '../../api/administration.js';
import { DataTable } from '../../components/data-table.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';
import { Time } from '../../components/words/time.js';
import { sessionsQuery } from './person-queries.js';

const nameOf = (device: Schemas['SessionSummary']['device']): string =>
  [device?.browser, device?.system].filter(Boolean).join(' on ') || 'Unknown';

export function PersonSessions({ userId }: { readonly userId: string }) {
  const sessions = useQuery(sessionsQuery(useAdministration(), userId));
  return (
    <Section title="Sessions">
      <QueryState query={sessions}>
        {({ sessions: open }) =>
          open.length === 0 ? (
            <Empty title="Not signed in anywhere" />
          ) : (
            <DataTable
              label="List of sessions"
              columns={['Device', 'Network', 'Signed in', 'Last used', 'Expires']}
              minWidth={620}
            >
              {open.map(({ id, device, network, createdAt, lastUsedAt, expiresAt }) => (
                <Table.Tr key={id}>
                  <Table.Td>{nameOf(device)}</Table.Td>
                  <Table.Td>{network ?? 'Unknown'}</Table.Td>
                  <Table.Td>
                    <Time at={createdAt} />
                  </Table.Td>
                  <Table.Td>
                    <Time at={lastUsedAt} />
                  </Table.Td>
                  <Table.Td>
                    <Time at={expiresAt} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </DataTable>
          )
        }
      </QueryState>
    </Section>
  );
}
