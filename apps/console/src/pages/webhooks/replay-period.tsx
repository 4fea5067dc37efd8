import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { useMay } from '../../api/use-session.js';
import { Refusal } from '../../components/faults/refusal.js';
import { Section } from '../../components/section.js';
import { useRefreshWebhooks } from './use-webhooks.js';

/** Sends what was not delivered in a period again, 500 deliveries a call, however many there are. */
export function ReplayPeriod({ webhookId }: { readonly webhookId: string }) {
  const { api, header } = useAdministration();
  const refresh = useRefreshWebhooks();
  const mayWrite = useMay('webhooks:write');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [isAll, setAll] = useState(false);
  const [count, setCount] = useState(0);
  const replayed = useMutation({
    mutationFn: async () => {
      setCount(0);
      const period = { from: new Date(from).toISOString(), ...(to && { to: new Date(to).toISOString() }) };
      let after: string | null = null;
      do {
        const params = { path: { id: webhookId }, header };
        const body: typeof period & { delivered: boolean; after: string | null } = {
          ...period,
          delivered: isAll,
          after,
        };
        const answer = await bodyOf(api.POST('/v1/admin/webhooks/{id}/replay', { params, body }));
        setCount((so) => so + answer.replayed);
        after = answer.nextAfter;
      } while (after !== null);
    },
    onSettled: refresh,
  });
  if (!mayWrite) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    replayed.mutate();
  };
  return (
    <Section title="Send a period again" description="For example, after the receiver was down.">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Group align="flex-end" gap="md">
            <TextInput
              type="datetime-local"
              label="From"
              value={from}
              onChange={({ currentTarget }) => setFrom(currentTarget.value)}
              required
            />
            <TextInput
              type="datetime-local"
              label="To"
              description="Empty: until now"
              value={to}
              onChange={({ currentTarget }) => setTo(currentTarget.value)}
            />
          </Group>
          <Checkbox
            label="Also those that were delivered"
            description="Receivers get them a second time, with the same event ids."
            checked={isAll}
            onChange={({ currentTarget }) => setAll(currentTarget.checked)}
          />
          <Group gap="md">
            <Button type="submit" variant="default" loading={replayed.isPending} disabled={from === ''}>
              Send again
            </Button>
            <Text size="sm" role="status">
              {(replayed.isPending || replayed.isSuccess) && `${count.toLocaleString()} deliveries are sent again`}
            </Text>
          </Group>
          {replayed.error !== null && <Refusal error={replayed.error} />}
        </Stack>
      </form>
    </Section>
  );
}
