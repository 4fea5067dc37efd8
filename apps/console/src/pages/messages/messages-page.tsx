import { Anchor, Button, Group, Paper, Select, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Schemas, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { fragmentOf } from '../../components/address/fragment.js';
import { changed } from '../../components/address/search.js';
import { SearchField, useSearchText } from '../../components/address/search-text.js';
import { DataTable } from '../../components/data-table.js';
import { Page } from '../../components/page.js';
import { PagesOf } from '../../components/pages-of.js';
import { Empty } from '../../components/states.js';
import { MESSAGE_STATE_NAMES, MessageStateBadge } from '../../components/words/message-state.js';
import { Time } from '../../components/words/time.js';
import { DeadLettersDialog } from './dead-letters-dialog.js';
import { MessageDrawer } from './message-drawer.js';
import { messagesQuery } from './message-queries.js';
import { CHANNELS, LISTED_STATES, type MessagesSearch } from './messages-search.js';
import { SmsSection } from './sms-section.js';

const route = getRouteApi('/$application/messages');
const NAMES = { ...MESSAGE_STATE_NAMES, 'dead-letter': 'Dead letters' };
const isAddress = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text);

export function MessagesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const administration = useAdministration();
  const searched = useSearchText(isAddress, (hash) => void navigate({ search, hash, replace: true }));
  const { asked } = searched;
  const [handling, setHandling] = useState<'retry' | 'drop' | null>(null);
  const mayHandle = useMay('messages:write');
  const maySeeStatistics = useMay('statistics:read');
  const { message, ...filter } = search;
  const messages = useInfiniteQuery(messagesQuery(administration, filter, asked));
  const change = (changes: Parameters<typeof changed<MessagesSearch>>[1]) =>
    void navigate({ search: changed<MessagesSearch>(search, changes), hash: fragmentOf(asked), replace: true });

  return (
    <Page
      title="Messages"
      description="Mails and text messages, the newest first. Their texts are not stored."
      actions={
        mayHandle && (
          <Group gap="xs">
            <Button variant="default" onClick={() => setHandling('retry')}>
              Retry dead letters
            </Button>
            <Button variant="light" color="red" onClick={() => setHandling('drop')}>
              Drop dead letters
            </Button>
          </Group>
        )
      }
    >
      <Stack gap="md">
        <Group align="flex-end" gap="sm" role="search">
          <SearchField
            search={searched}
            label="Recipient"
            placeholder="An exact email address"
            clears="Clear the recipient"
          />
          <Select
            label="State"
            placeholder="All"
            clearable
            value={search.state ?? null}
            data={LISTED_STATES.map((value) => ({ value, label: NAMES[value] }))}
            onChange={(value) => change({ state: LISTED_STATES.find((known) => known === value) ?? null })}
            w={150}
          />
          <Select
            label="Channel"
            placeholder="All"
            clearable
            value={search.channel ?? null}
            data={CHANNELS.map((value) => ({ value, label: value === 'sms' ? 'SMS' : 'Mail' }))}
            onChange={(value) => change({ channel: CHANNELS.find((known) => known === value) ?? null })}
            w={120}
          />
        </Group>
        <Paper withBorder radius="lg" p={{ base: 'xs', xs: 'md' }}>
          <PagesOf
            query={messages}
            entriesOf={({ messages: page }) => page}
            empty={
              search.state === 'dead-letter' ? (
                <Empty title="No dead letters">
                  Every message that somebody waits for has been sent or is on its way.
                </Empty>
              ) : (
                <Empty title="No messages">Messages are kept for 30 days.</Empty>
              )
            }
          >
            {(entries) => (
              <DataTable
                label="Messages"
                columns={['Recipient', 'Message', 'State', 'Attempts', 'Last answer', 'Requested']}
                minWidth={760}
              >
                {entries.map((entry) => (
                  <Row
                    key={entry.id}
                    message={entry}
                    search={search}
                    hash={asked}
                    application={administration.application}
                  />
                ))}
              </DataTable>
            )}
          </PagesOf>
        </Paper>
        {maySeeStatistics && <SmsSection />}
      </Stack>
      <MessageDrawer id={message ?? null} onClose={() => change({ message: null })} />
      <DeadLettersDialog handling={handling} filter={filter} onClose={() => setHandling(null)} />
    </Page>
  );
}

interface RowProps {
  readonly message: Schemas['AdministeredMessage'];
  readonly search: MessagesSearch;
  readonly hash: string;
  readonly application: string;
}

function Row({ message, search, hash, application }: RowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          size="sm"
          fw={550}
          renderRoot={(props) => (
            <Link
              {...props}
              to="/$application/messages"
              params={{ application }}
              search={{ ...search, message: message.id }}
              hash={fragmentOf(hash)}
              resetScroll={false}
            />
          )}
        >
          {message.recipient ?? 'No longer known'}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {message.template ?? '–'}
        <Text size="xs" c="dimmed">
          {message.channel === 'sms' ? 'SMS' : 'Mail'}
        </Text>
      </Table.Td>
      <Table.Td>
        <MessageStateBadge {...message} />
      </Table.Td>
      <Table.Td>{message.attempts}</Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={2} maw={220}>
          {message.lastAnswer ?? message.failure ?? '–'}
        </Text>
      </Table.Td>
      <Table.Td>
        <Time at={message.createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}
