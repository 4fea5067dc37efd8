import { Button, Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useEventTypes } from '../../api/use-event-types.js';
import { fieldErrorsOf } from '../../components/faults/field-errors.js';
import { Refusal } from '../../components/faults/refusal.js';
import type { Webhook } from './use-webhooks.js';

export interface WebhookFields {
  readonly url: string;
  /** Null is all. */
  readonly types: string[] | null;
  readonly description: string | null;
}

interface WebhookFormProps {
  readonly webhook?: Webhook;
  readonly act: string;
  readonly onCancel?: () => void;
  readonly onSave: (fields: WebhookFields) => Promise<void>;
}

export function WebhookForm({ webhook, act, onCancel, onSave }: WebhookFormProps) {
  const known = useEventTypes();
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [types, setTypes] = useState<string[]>(webhook?.types ?? []);
  const [description, setDescription] = useState(webhook?.description ?? '');
  const saved = useMutation({ mutationFn: onSave });
  const errors = fieldErrorsOf(saved.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saved.mutate({
      url: url.trim(),
      types: types.length === 0 ? null : types,
      description: description.trim() === '' ? null : description.trim(),
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="URL"
          type="url"
          placeholder="https://shop.example/gatehouse"
          value={url}
          onChange={({ currentTarget }) => setUrl(currentTarget.value)}
          error={errors.at('/url')}
          required
          autoFocus={webhook === undefined}
        />
        <TagsInput
          label="Types of events"
          placeholder={types.length === 0 ? 'All types' : ''}
          data={known}
          value={types}
          onChange={setTypes}
          error={errors.at('/types')}
          clearable
        />
        <TextInput
          label="Purpose"
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
          error={errors.at('/description')}
        />
        {errors.others !== null && <Refusal error={errors.others} />}
        <Group justify="flex-end">
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Button type="submit" loading={saved.isPending}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
