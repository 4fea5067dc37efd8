import { Alert, Button, Group, List, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { failureOf } from '../faults/failure.js';
import { Dialog } from './dialog.js';

export interface Action {
  readonly title: string;
  /** What follows of it, a sentence each. */
  readonly consequences: readonly string[];
  /** On the button. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** Asks for a reason, with these words about who reads it. */
  readonly reason?: string;
  /** Has to be typed before anything happens. */
  readonly typed?: { readonly label: string; readonly text: string };
  readonly run: (reason: string) => Promise<unknown>;
}

interface ConfirmDialogProps {
  /** Null: closed. */
  readonly action: Action | null;
  readonly onClose: () => void;
  readonly onDone: (action: Action) => void;
}

/** Says what an action leads to before it is done, and why it was refused where it was. */
export const ConfirmDialog = ({ action, onClose, onDone }: ConfirmDialogProps) => (
  <Dialog isOpen={action !== null} onClose={onClose} title={action?.title ?? ''}>
    {action && <Confirmation key={action.title} action={action} onClose={onClose} onDone={onDone} />}
  </Dialog>
);

interface ConfirmationProps extends ConfirmDialogProps {
  readonly action: Action;
}

function Confirmation({ action, onClose, onDone }: ConfirmationProps) {
  const { consequences, verb, isDangerous = false, reason: reasonLabel, typed } = action;
  const [reason, setReason] = useState('');
  const [text, setText] = useState('');
  const execution = useMutation({ mutationFn: () => action.run(reason.trim()), onSuccess: () => onDone(action) });
  const isReady = (reasonLabel === undefined || reason.trim() !== '') && (typed === undefined || text === typed.text);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady) execution.mutate();
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <List size="sm" spacing={6}>
          {consequences.map((consequence) => (
            <List.Item key={consequence}>{consequence}</List.Item>
          ))}
        </List>
        {reasonLabel !== undefined && (
          <Textarea
            label="Reason"
            description={reasonLabel}
            value={reason}
            maxLength={500}
            autosize
            minRows={2}
            required
            data-autofocus
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
        {typed && (
          <TextInput
            label={typed.label}
            value={text}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            data-autofocus
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        {execution.error && <Refusal error={execution.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            {...(isDangerous && { color: 'red.8' })}
            disabled={!isReady}
            loading={execution.isPending}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Refusal({ error }: { readonly error: unknown }) {
  const { title, detail } = failureOf(error);
  return (
    <Alert color="red" role="alert" title={title}>
      {detail}
    </Alert>
  );
}
