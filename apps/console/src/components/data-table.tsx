import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

interface DataTableProps {
  /** What it lists, for people who hear it. */
  readonly label: string;
  readonly columns: readonly string[];
  /** Pixels below which it scrolls sideways instead of getting narrower. */
  readonly minWidth?: number;
  /** Rows: `Table.Tr` with a `Table.Td` for each column. */
  readonly children: ReactNode;
}

/** A table that scrolls by itself where the page is narrower. */
export const DataTable = ({ label, columns, minWidth = 640, children }: DataTableProps) => (
  <Table.ScrollContainer
    minWidth={minWidth}
    type="native"
    className={classes.scroll ?? ''}
    tabIndex={0}
    role="region"
    aria-label={label}
  >
    <Table
      highlightOnHover
      highlightOnHoverColor="var(--console-hover)"
      verticalSpacing="sm"
      className={classes.table ?? ''}
    >
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column} scope="col">
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);
