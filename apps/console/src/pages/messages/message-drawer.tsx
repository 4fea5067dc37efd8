import { Anchor, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Administration, type Schemas, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { DataTable } from '../../components/data-table.js';
import { type Action, ConfirmDialog } from '../../components/dialogs/confirm-dialog.js';
import { Dialog } from '../../components/dialogs/dialog.js';
import { Fact, Facts } from '../../components/facts.js';
import { Empty, QueryState } from '../../components/states.js';
import { MessageStateBadge } from '../../components/words/message-state.js';
import { Time } from '../../components/words/time.js';
import { messageQuery, messagesKey } from './message-queries.js';

type Message = Schemas['AdministeredMessage'];

interface MessageDrawerProps {
  /** Null: closed. */
  readonly id: string | null;
  readonly onClose: () => void;
}

/** One message in full, with what each provider said to each attempt. */
export const MessageDrawer = ({ id, onClose }: MessageDrawerProps) => (
  <Dialog isOpen={id !== null} onClose={onClose} title="Message" isAside>
    {id !== null && <Details id={id} />}
  </Dialog>
);

function Details({ id }: { readonly id: string }) {
  const message = useQuery(messageQuery(useAdministration(), id));
  return <QueryState query={message}>{(found) => <Known message={found} />}</QueryState>;
}

function Known({ message }: { readonly message: Message }) {
  const { application } = useAdministration();
  const { userId } = message;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <MessageStateBadge {...message} />
        {message.deadLetter && <DeadLetterActions message={message} />}
      </Group>
      <Facts>
        <Fact name="Recipient">{message.recipient ?? 'No longer known'}</Fact>
        <Fact name="Person">
          {userId === null ? (
            '–'
          ) : (
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link {...props} to="/$application/people/$userId" params={{ application, userId }} />
              )}
            >
              Open
            </Anchor>
          )}
        </Fact>
        <Fact name="Message">{message.template ?? 'Not rendered yet'}</Fact>
        <Fact name="Provider">{message.provider ?? '–'}</Fact>
        <Fact name="Requested">
          <Time at={message.createdAt} />
        </Fact>
        <Fact name={message.sentAt ? 'Sent' : 'Deadline'}>
          <Time at={message.sentAt ?? message.deadline} />
        </Fact>
        {message.failure !== null && <Fact name="Why it failed">{message.failure}</Fact>}
        <Fact name="The provider’s id">
          {message.providerMessageId === null ? '–' : <Code>{message.providerMessageId}</Code>}
        </Fact>
      </Facts>
      {message.answers.length === 0 ? (
        <Empty title="No provider has answered yet" />
      ) : (
        <DataTable label="Answers of providers" columns={['Attempt', 'Provider', 'Answer', 'When']} minWidth={420}>
          {message.answers.map((answer) => (
            <Table.Tr key={`${answer.attempt} ${answer.at}`}>
              <Table.Td>{answer.attempt}</Table.Td>
              <Table.Td>{answer.provider}</Table.Td>
              <Table.Td>
                <Text size="sm">{answer.outcome === 'accepted' ? 'Accepted' : (answer.answer ?? 'Refused')}</Text>
              </Table.Td>
              <Table.Td>
                <Time at={answer.at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      )}
    </Stack>
  );
}

interface LetterAction extends Action {
  readonly done: string;
}

function DeadLetterActions({ message }: { readonly message: Message }) {
  const administration = useAdministration();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<LetterAction | null>(null);
  const [mayRetry, mayDrop] = [useMay('messages:retry'), useMay('messages:write')];
  return (
    <Group gap="xs">
      {mayRetry && (
        <Button variant="default" size="xs" onClick={() => setChosen(retryOf(message, administration))}>
          Retry
        </Button>
      )}
      {mayDrop && (
        <Button variant="light" color="red" size="xs" onClick={() => setChosen(dropOf(message, administration))}>
          Drop
        </Button>
      )}
      <ConfirmDialog
        action={chosen}
        onClose={() => setChosen(null)}
        onDone={() => {
          if (chosen) notifications.show({ message: chosen.done });
          setChosen(null);
          void queries.invalidateQueries({ queryKey: messagesKey(administration) });
        }}
      />
    </Group>
  );
}

const retryOf = ({ id }: Message, { api, header }: Administration): LetterAction => ({
  title: 'Retry this message',
  consequences: [
    'It is queued again, with as much time as a new message.',
    'If its code is no longer needed, it is not sent.',
  ],
  verb: 'Retry',
  done: 'The message is queued.',
  run: () => api.POST('/v1/admin/messages/{id}/retry', { params: { path: { id }, header } }),
});

const dropOf = ({ id }: Message, { api, header }: Administration): LetterAction => ({
  title: 'Drop this message',
  consequences: ['It is never sent.', 'It stays in the list as a failed message.'],
  verb: 'Drop',
  isDangerous: true,
  done: 'The message was dropped.',
  run: () => api.POST('/v1/admin/messages/{id}/drop', { params: { path: { id }, header } }),
});
