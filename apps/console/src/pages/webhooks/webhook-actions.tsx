import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { type Action, ConfirmDialog } from '../../components/dialogs/confirm-dialog.js';
import { ShownOnce } from '../../components/dialogs/shown-once.js';
import { Refusal } from '../../components/faults/refusal.js';
import { Section } from '../../components/section.js';
import { useRefreshWebhooks, type Webhook } from './use-webhooks.js';
import { WebhookForm } from './webhook-form.js';

/** What one can do with a webhook, for those who may. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const { api, application, header } = useAdministration();
  const refresh = useRefreshWebhooks();
  const navigate = useNavigate();
  const mayWrite = useMay('webhooks:write');
  const [action, setAction] = useState<Action | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const isEnabled = webhook.state === 'enabled';
  const path = { id: webhook.id };
  const creating = () => ({ path, header: { ...header, 'Idempotency-Key': crypto.randomUUID() } });

  const switched = useMutation({
    mutationFn: () => api.PATCH('/v1/admin/webhooks/{id}', { params: { path, header }, body: { enabled: !isEnabled } }),
    onSuccess: refresh,
  });
  const pinged = useMutation({
    mutationFn: () => bodyOf(api.POST('/v1/admin/webhooks/{id}/ping', { params: creating() })),
    onSuccess: refresh,
  });
  const rotation: Action = {
    title: 'Replace the secret?',
    consequences: [
      'You get a new secret.',
      'For 24 hours deliveries are signed with the old one too, so that the receiver can change over.',
    ],
    verb: 'Replace',
    run: async () => {
      const answer = await bodyOf(api.POST('/v1/admin/webhooks/{id}/secret', { params: creating(), body: {} }));
      setSecret(answer.secret);
      await refresh();
    },
  };
  const deletion: Action = {
    title: 'Delete this webhook?',
    consequences: [`Nothing more is sent to ${webhook.url}, including deliveries that wait.`, 'This cannot be undone.'],
    verb: 'Delete',
    isDangerous: true,
    run: async () => {
      await api.DELETE('/v1/admin/webhooks/{id}', { params: { path, header } });
      await navigate({ to: '/$application/webhooks', params: { application } });
      await refresh();
    },
  };
  if (!mayWrite) return null;
  return (
    <Section title="Settings">
      <Stack gap="md">
        {secret !== null && <ShownOnce title="The new secret" secret={secret} onDone={() => setSecret(null)} />}
        <WebhookForm
          webhook={webhook}
          act="Save"
          onSave={async (fields) => {
            await api.PATCH('/v1/admin/webhooks/{id}', { params: { path, header }, body: { ...fields } });
            await refresh();
          }}
        />
        <Group gap="xs">
          <Button variant="default" loading={pinged.isPending} onClick={() => pinged.mutate()}>
            Send a test event
          </Button>
          <Button variant="default" loading={switched.isPending} onClick={() => switched.mutate()}>
            {isEnabled ? 'Disable' : 'Enable'}
          </Button>
          <Button variant="default" onClick={() => setAction(rotation)}>
            Replace the secret
          </Button>
          <Button variant="default" c="var(--console-alarm)" onClick={() => setAction(deletion)}>
            Delete
          </Button>
        </Group>
        {pinged.isSuccess && (
          <Text size="sm" role="status">
            A test event is on its way. It appears below with what the receiver answered.
          </Text>
        )}
        {(pinged.error ?? switched.error) !== null && <Refusal error={pinged.error ?? switched.error} />}
      </Stack>
      <ConfirmDialog action={action} onClose={() => setAction(null)} onDone={() => setAction(null)} />
    </Section>
  );
}
