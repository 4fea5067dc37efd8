import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface FigureCardProps {
  readonly label: string;
  readonly value: ReactNode;
  /** What the figure is a part of, or how to read it. */
  readonly note?: ReactNode;
  readonly isAlarming?: boolean;
}

/** One figure with its name. */
export const FigureCard = ({ label, value, note, isAlarming = false }: FigureCardProps) => (
  <Paper withBorder radius="lg" p="md">
    <Text size="sm" c="dimmed">
      {label}
    </Text>
    <Text fz={28} fw={650} lh={1.3} {...(isAlarming && { c: 'var(--console-alarm)' })}>
      {value}
    </Text>
    {note !== undefined && (
      <Text size="xs" c="dimmed" component="div">
        {note}
      </Text>
    )}
  </Paper>
);
