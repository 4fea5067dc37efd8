import { Button, Code, Group, Paper, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { type Action, ConfirmDialog } from '../../components/dialogs/confirm-dialog.js';
import { StateBadge } from '../../components/words/state-badge.js';
import { Time } from '../../components/words/time.js';
import type { NewKeyAnswer } from './new-key.js';

type Key = Schemas['ApplicationKey'];

interface KeyListProps {
  readonly keys: readonly Key[];
  readonly mayWrite: boolean;
  readonly onRotated: (answer: NewKeyAnswer) => void;
}

export function KeyList({ keys, mayWrite, onRotated }: KeyListProps) {
  const [action, setAction] = useState<Action | null>(null);
  const { revoke, rotate } = useKeyActions();
  const revocation = ({ id, name }: Key): Action => ({
    title: `Revoke “${name}”?`,
    consequences: ['The key, and every key that was made with it, stops working at once.', 'This cannot be undone.'],
    verb: 'Revoke',
    isDangerous: true,
    run: () => revoke.mutateAsync(id),
  });
  const replacement = ({ id, name }: Key): Action => ({
    title: `Replace “${name}”?`,
    consequences: ['You get a new key with the same name and scopes.', 'The old one stays valid for 24 hours.'],
    verb: 'Replace',
    run: async () => onRotated(await rotate.mutateAsync(id)),
  });
  return (
    <>
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Keys">
        {keys.map((key) => (
          <Paper component="li" key={key.id} withBorder radius="lg" p="md">
            <Group justify="space-between" align="flex-start" gap="sm">
              <Stack gap={4} miw={0} flex="1 1 16rem">
                <Group gap="xs">
                  <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
                    {key.name}
                  </Text>
                  <Code>…{key.hint}</Code>
                  {key.state !== 'active' && <StateBadge tone="idle">{key.state}</StateBadge>}
                </Group>
                <Text size="sm" c="dimmed">
                  Made <Time at={key.createdAt} />
                  {' · '}
                  {key.lastUsedAt === null ? (
                    'never used'
                  ) : (
                    <>
                      used <Time at={key.lastUsedAt} />
                    </>
                  )}
                  {key.expiresAt !== null && (
                    <>
                      {' · '}
                      {key.state === 'expired' ? 'expired' : 'expires'} <Time at={key.expiresAt} />
                    </>
                  )}
                </Text>
                <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                  {key.scopes.join(' ')}
                </Text>
              </Stack>
              {mayWrite && key.state === 'active' && (
                <Group gap="xs">
                  {key.replacedBy === null && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`Replace ${key.name}`}
                      onClick={() => setAction(replacement(key))}
                    >
                      Replace
                    </Button>
                  )}
                  <Button
                    size="xs"
                    variant="default"
                    c="var(--console-alarm)"
                    aria-label={`Revoke ${key.name}`}
                    onClick={() => setAction(revocation(key))}
                  >
                    Revoke
                  </Button>
                </Group>
              )}
            </Group>
          </Paper>
        ))}
      </Stack>
      <ConfirmDialog action={action} onClose={() => setAction(null)} onDone={() => setAction(null)} />
    </>
  );
}

function useKeyActions() {
  const { api, application, header } = useAdministration();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: [application, 'keys'] });
  const revoke = useMutation({
    mutationFn: (id: string) => api.DELETE('/v1/admin/keys/{id}', { params: { path: { id }, header } }),
    onSuccess,
  });
  const rotate = useMutation({
    mutationFn: (id: string) =>
      bodyOf(
        api.POST('/v1/admin/keys/{id}/rotation', {
          params: { path: { id }, header: { ...header, 'Idempotency-Key': crypto.randomUUID() } },
          body: {},
        }),
      ),
    onSuccess,
  });
  return { revoke, rotate };
}
