import { Badge } from '@mantine/core';
import classes from './state-badge.module.css';

/** How a state is meant: done, under way, a matter to look at, or over. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';

const COLOURS: Readonly<Record<Tone, string>> = {
  good: 'green',
  busy: 'gatehouse',
  warn: 'yellow',
  bad: 'red',
  idle: 'gray',
};

/** A state in a word; its colour says nothing that the word does not. */
export const StateBadge = ({ tone, children }: { readonly tone: Tone; readonly children: string }) => (
  <Badge color={COLOURS[tone]} variant="light" tt="none" fw={600} size="md" className={classes.badge ?? ''}>
    {children}
  </Badge>
);
