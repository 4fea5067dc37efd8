import { Button, Group, Stack, Text } from '@mantine/core';
import { Empty, Failed } from '../../components/states.js';
import { StateBadge } from '../../components/words/state-badge.js';
import { EventList } from './event-list.js';
import { useLiveEvents } from './use-live-events.js';

/** Events as they happen, the latest first. */
export function LiveEvents({ types }: { readonly types: string }) {
  const { events, state, error, isPaused, setPaused } = useLiveEvents(types);
  if (state === 'failed') return <Failed error={error} onRetry={() => setPaused(false)} />;
  return (
    <Stack gap="md">
      <Group gap="sm">
        <div role="status">
          <StateBadge tone={BADGES[state].tone}>{BADGES[state].words}</StateBadge>
        </div>
        <Button size="xs" variant="default" onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
        {events.length > 0 && (
          <Text size="sm" c="dimmed">
            {events.length.toLocaleString()} since you opened this page
          </Text>
        )}
      </Group>
      {events.length === 0 ? (
        <Empty title="Waiting for events">
          They appear here as they happen. Those of the past are under “From the beginning”.
        </Empty>
      ) : (
        <EventList events={events} />
      )}
    </Stack>
  );
}

const BADGES = {
  live: { words: 'Live', tone: 'good' },
  paused: { words: 'Paused', tone: 'idle' },
  reconnecting: { words: 'Reconnecting …', tone: 'warn' },
  failed: { words: 'Stopped', tone: 'bad' },
} as const;
