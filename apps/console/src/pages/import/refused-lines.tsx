import { ScrollArea, Table, Text } from '@mantine/core';
import type { RefusedLine } from './import-run.js';

interface RefusedLinesProps {
  readonly refusals: readonly RefusedLine[];
  /** How many there are; the list may be shorter. */
  readonly all: number;
}

/** Why lines were not imported. What stands on them is not repeated: it may contain a hash. */
export function RefusedLines({ refusals, all }: RefusedLinesProps) {
  if (refusals.length === 0) return null;
  return (
    <div>
      <ScrollArea.Autosize mah={400} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Refused lines' }}>
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th>Reason</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refusals.map(({ line, code, detail }) => (
              <Table.Tr key={line}>
                <Table.Td>{line.toLocaleString()}</Table.Td>
                <Table.Td>
                  {detail}
                  <Text size="xs" c="dimmed" ff="monospace">
                    {code}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {all > refusals.length && (
        <Text size="sm" c="dimmed" mt="xs">
          The first {refusals.length.toLocaleString()} of {all.toLocaleString()}. The report has all.
        </Text>
      )}
    </div>
  );
}
