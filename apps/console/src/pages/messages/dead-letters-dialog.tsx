import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { Dialog } from '../../components/dialogs/dialog.js';
import { failureOf } from '../../components/faults/failure.js';
import { QueryState } from '../../components/states.js';
import { deadLettersQuery, type Filter, messagesKey } from './message-queries.js';

const BATCH = 100;
const WORDS = {
  retry: {
    title: 'Retry dead letters',
    verb: 'Retry',
    consequence: 'Each is queued again. Those whose code is no longer needed are not sent.',
    past: 'queued again',
  },
  drop: {
    title: 'Drop dead letters',
    verb: 'Drop',
    consequence: 'None of them is ever sent. They stay in the list as failed messages.',
    past: 'dropped',
  },
} as const;

interface DeadLettersDialogProps {
  /** Null: closed. */
  readonly handling: 'retry' | 'drop' | null;
  /** Of the list; its state does not count here. */
  readonly filter: Filter;
  readonly onClose: () => void;
}

/** Retries or drops every dead letter that the filter selects, with a count before and the progress after. */
export const DeadLettersDialog = ({ handling, filter, onClose }: DeadLettersDialogProps) => (
  <Dialog isOpen={handling !== null} onClose={onClose} title={handling === null ? '' : WORDS[handling].title}>
    {handling !== null && <Handling handling={handling} filter={filter} onClose={onClose} />}
  </Dialog>
);

interface HandlingProps {
  readonly handling: 'retry' | 'drop';
  readonly filter: Filter;
  readonly onClose: () => void;
}

function Handling({ handling, filter: { channel, template }, onClose }: HandlingProps) {
  const administration = useAdministration();
  const queries = useQueryClient();
  const [handled, setHandled] = useState(0);
  const isStopped = useRef(false);
  const selection = { ...(channel && { channel }), ...(template && { template }) };
  const found = useQuery({ ...deadLettersQuery(administration, selection), staleTime: Number.POSITIVE_INFINITY });
  const words = WORDS[handling];

  const work = useMutation({
    mutationFn: async () => {
      const { api, header } = administration;
      const call = { params: { header }, body: { ...selection, limit: BATCH } };
      for (let more = true; more && !isStopped.current; ) {
        const batch = await bodyOf(
          handling === 'retry' ? api.POST('/v1/admin/messages/retry', call) : api.POST('/v1/admin/messages/drop', call),
        );
        setHandled((before) => before + batch.count);
        more = batch.more && batch.count > 0;
      }
    },
    onSettled: () => queries.invalidateQueries({ queryKey: messagesKey(administration) }),
  });
  function close(): void {
    isStopped.current = true;
    onClose();
  }

  return (
    <QueryState query={found}>
      {({ count, isAll }) => (
        <Stack gap="md">
          <Text size="sm">{selectionWords(count, isAll, words.consequence)}</Text>
          {!work.isIdle && (
            <Handled count={handled} of={count} past={words.past} isDone={work.isSuccess} isUnderWay={work.isPending} />
          )}
          {work.error && (
            <Alert color="red" role="alert" title={failureOf(work.error).title}>
              {failureOf(work.error).detail}
            </Alert>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {work.isSuccess || count === 0 ? 'Close' : work.isPending ? 'Stop' : 'Cancel'}
            </Button>
            {count > 0 && !work.isSuccess && (
              <Button
                {...(handling === 'drop' && { color: 'red.8' })}
                loading={work.isPending}
                onClick={() => work.mutate()}
              >
                {words.verb}
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </QueryState>
  );
}

function selectionWords(count: number, isAll: boolean, consequence: string): string {
  if (count === 0) return 'No dead letter matches the filter of the list.';
  const matches = count === 1 ? 'dead letter matches' : 'dead letters match';
  return `${isAll ? count : `More than ${count}`} ${matches} the filter of the list. ${consequence}`;
}

interface HandledProps {
  readonly count: number;
  readonly of: number;
  readonly past: string;
  readonly isDone: boolean;
  readonly isUnderWay: boolean;
}

const Handled = ({ count, of, past, isDone, isUnderWay }: HandledProps) => (
  <div role="status">
    <Progress
      value={isDone ? 100 : Math.min(95, (count / Math.max(of, 1)) * 100)}
      animated={isUnderWay}
      aria-label="Progress"
    />
    <Text size="sm" mt={6}>
      {count} {past}
      {isDone ? '. Done.' : ' so far'}
    </Text>
  </div>
);
