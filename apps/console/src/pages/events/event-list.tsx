import { Code, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Schemas } from '../../api/administration.js';
import { Time } from '../../components/words/time.js';
import classes from './event-list.module.css';

export type PublishedEvent = Schemas['PublishedEvent'];

export const EventList = ({ events }: { readonly events: readonly PublishedEvent[] }) => (
  <ul className={classes.list} aria-label="Events">
    {events.map((event) => (
      <EventRow key={event.id} event={event} />
    ))}
  </ul>
);

/** An event in one line, and all of it once it is opened. */
function EventRow({ event }: { readonly event: PublishedEvent }) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.event}>
      <UnstyledButton
        className={classes.head ?? ''}
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Chevron size={16} className={classes.chevron} aria-hidden />
          <div className={classes.words}>
            <Text size="sm" fw={600} component="span" className={classes.type ?? ''}>
              {event.type}
            </Text>
            <Text size="xs" c="dimmed" ff="monospace" component="span" className={classes.subject ?? ''}>
              {event.subject}
            </Text>
            <Text size="sm" c="dimmed" component="span">
              <Time at={event.time} />
            </Text>
          </div>
        </Group>
      </UnstyledButton>
      <div id={details} hidden={!isOpen}>
        {isOpen && (
          <Stack gap="xs" pb="sm" pl={36} pr="sm">
            <Code block className={classes.json ?? ''}>
              {JSON.stringify(event, null, 2)}
            </Code>
          </Stack>
        )}
      </div>
    </li>
  );
}
