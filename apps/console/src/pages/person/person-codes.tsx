import { Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAdministration } from '../../api/administration.js';
import { DataTable } from '../../components/data-table.js';
import { Section } from '../../components/section.js';
import { Empty, QueryState } from '../../components/states.js';
import { purposeName } from '../../components/words/purposes.js';
import { Time } from '../../components/words/time.js';
import { CodeStateBadge, codeWords } from './code-state.js';
import { codesQuery } from './person-queries.js';

/** Each code with how it stands. Its digits are stored nowhere. */
export function PersonCodes({ userId }: { readonly userId: string }) {
  const codes = useQuery(codesQuery(useAdministration(), userId));
  return (
    <Section title="Codes" description="Their digits are never stored or shown.">
      <QueryState query={codes}>
        {({ codes: known }) =>
          known.length === 0 ? (
            <Empty title="No codes">Codes are removed after a month.</Empty>
          ) : (
            <DataTable label="List of codes" columns={['For', 'State', 'Sent', 'Expires', 'Tries left']} minWidth={440}>
              {known.map((code) => (
                <Table.Tr key={code.id}>
                  <Table.Td>
                    <Text size="sm">{capitalised(purposeName(code.purpose))}</Text>
                    <Text size="xs" c="dimmed">
                      {codeWords(code)}
                    </Text>
                    <Text size="xs" c="dimmed">
                      issued <Time at={code.issuedAt} />
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <CodeStateBadge state={code.state} />
                  </Table.Td>
                  <Table.Td>{code.sentAt ? <Time at={code.sentAt} /> : '–'}</Table.Td>
                  <Table.Td>{code.expiresAt ? <Time at={code.expiresAt} /> : '–'}</Table.Td>
                  <Table.Td>{code.triesLeft}</Table.Td>
                </Table.Tr>
              ))}
            </DataTable>
          )
        }
      </QueryState>
    </Section>
  );
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
