import { Group, SegmentedControl, TagsInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useEventTypes } from '../../api/use-event-types.js';
import { useMay } from '../../api/use-session.js';
import { Page } from '../../components/page.js';
import { Forbidden } from '../../components/states.js';
import { EventLog } from './event-log.js';
import { LiveEvents } from './live-events.js';

const route = getRouteApi('/$application/events');

export function EventsPage() {
  const { view = 'live', after, types = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const known = useEventTypes();
  const mayRead = useMay('events:read');
  if (!mayRead)
    return (
      <Page title="Events">
        <Forbidden />
      </Page>
    );
  return (
    <Page title="Events" description="What has happened, as other services get it.">
      <Group align="flex-end" gap="md">
        <SegmentedControl
          aria-label="Which events"
          value={view}
          onChange={(chosen) =>
            void navigate({ search: { ...(chosen === 'log' && { view: 'log' }), ...(types && { types }) } })
          }
          data={[
            { value: 'live', label: 'Live' },
            { value: 'log', label: 'From the beginning' },
          ]}
        />
        <TagsInput
          label="Types"
          placeholder={types === '' ? 'All types' : ''}
          data={known}
          value={types === '' ? [] : types.split(',')}
          onChange={(chosen) =>
            void navigate({
              search: { ...(view === 'log' && { view }), ...(chosen.length > 0 && { types: chosen.join(',') }) },
            })
          }
          clearable
          flex="1 1 16rem"
          splitChars={[',', ' ']}
        />
      </Group>
      {view === 'log' ? <EventLog after={after} types={types} /> : <LiveEvents key={types} types={types} />}
    </Page>
  );
}
