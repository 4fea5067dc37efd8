import { Button, Checkbox, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { bodyOf, type Schemas, useAdministration } from '../../api/administration.js';
import { fieldErrorsOf } from '../../components/faults/field-errors.js';
import { Refusal } from '../../components/faults/refusal.js';
import { Section } from '../../components/section.js';

export type NewKeyAnswer = Schemas['NewApplicationKey'];

type Scope = NonNullable<Schemas['CreateKeyRequest']['scopes']>[number];

const SCOPES = [
  'applications:read',
  'applications:write',
  'keys:read',
  'keys:write',
  'users:read',
  'users:write',
  'users:import',
  'users:export',
  'codes:send',
  'messages:read',
  'messages:write',
  'messages:retry',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'statistics:read',
  'audit:read',
] as const satisfies readonly Scope[];

const DAY = 86_400;
const LIVES = [
  { value: '', label: 'Until it is revoked' },
  { value: String(90 * DAY), label: '90 days' },
  { value: String(365 * DAY), label: 'One year' },
];

interface NewKeyProps {
  readonly onMade: (answer: NewKeyAnswer) => unknown;
  readonly onCancel: () => void;
}

export function NewKey({ onMade, onCancel }: NewKeyProps) {
  const { api, header } = useAdministration();
  const [name, setName] = useState('');
  const [life, setLife] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(SCOPES.filter((scope) => scope !== 'keys:write'));
  const made = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/admin/keys', {
          params: { header: { ...header, 'Idempotency-Key': crypto.randomUUID() } },
          body: { name, scopes: [...scopes], lifeSeconds: life === '' ? null : Number(life) },
        }),
      ),
    onSuccess: onMade,
  });
  const errors = fieldErrorsOf(made.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    made.mutate();
  };
  return (
    <Section title="New key">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <TextInput
            label="Purpose"
            placeholder="billing backend"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errors.at('/name')}
            required
            autoFocus
          />
          <Checkbox.Group
            label="Scopes"
            description="What it may do. A key should have no more than its backend needs."
            value={[...scopes]}
            onChange={(chosen) => setScopes(SCOPES.filter((scope) => chosen.includes(scope)))}
            error={errors.at('/scopes')}
          >
            <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} mt="xs" spacing="xs">
              {SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} />
              ))}
            </SimpleGrid>
          </Checkbox.Group>
          <Select
            label="Valid"
            data={LIVES}
            value={life}
            onChange={(chosen) => setLife(chosen ?? '')}
            allowDeselect={false}
            error={errors.at('/lifeSeconds')}
          />
          {errors.others !== null && <Refusal error={errors.others} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={made.isPending}>
              Make the key
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
