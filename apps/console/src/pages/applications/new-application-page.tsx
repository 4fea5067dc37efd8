import { Button, Group, SegmentedControl, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { bodyOf, useAdministration } from '../../api/administration.js';
import { fieldErrorsOf } from '../../components/faults/field-errors.js';
import { Refusal } from '../../components/faults/refusal.js';
import { Page } from '../../components/page.js';
import { Section } from '../../components/section.js';
import { slugOf } from './slug-of.js';

export const NewApplicationPage = () => (
  <Page title="New application">
    <Section title="The application" description="Everything but the slug can be changed later.">
      <NewApplicationForm />
    </Section>
  </Page>
);

function NewApplicationForm() {
  const { api, header } = useAdministration();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const [preset, setPreset] = useState<'standard' | 'strict'>('standard');
  const [origins, setOrigins] = useState<string[]>([]);
  const slug = typedSlug ?? slugOf(name);
  const made = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/v1/admin/applications', {
          params: { header: { ...header, 'Idempotency-Key': crypto.randomUUID() } },
          body: { slug, name, preset, allowedOrigins: origins },
        }),
      ),
    onSuccess: async (application) => {
      await queries.invalidateQueries({ queryKey: ['applications'] });
      await navigate({ to: '/$application/settings', params: { application: application.slug } });
    },
  });
  const errors = fieldErrorsOf(made.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    made.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={560}>
        <TextInput
          label="Name"
          description="People see it, also in mails and text messages"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          error={errors.at('/name')}
          required
        />
        <TextInput
          label="Slug"
          description="Names it in the header Gatehouse-Application, and cannot be changed"
          value={slug}
          onChange={({ currentTarget }) => setTypedSlug(currentTarget.value)}
          error={errors.at('/slug')}
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <div>
          <Text size="sm" fw={500} id="preset">
            Policy
          </Text>
          <SegmentedControl
            aria-labelledby="preset"
            value={preset}
            onChange={(chosen) => setPreset(chosen === 'strict' ? 'strict' : 'standard')}
            data={[
              { value: 'standard', label: 'Standard' },
              { value: 'strict', label: 'Strict' },
            ]}
          />
          <Text size="sm" c="dimmed">
            {preset === 'strict'
              ? 'Codes of 6 digits and passwords of 15 characters, as NIST 800-63B and ASVS ask.'
              : 'Codes of 4 digits, passwords of 8 characters.'}
          </Text>
        </div>
        <TagsInput
          label="Allowed origins"
          description="Pages that may call the API, such as https://shop.example"
          value={origins}
          onChange={setOrigins}
          error={errors.at('/allowedOrigins')}
          splitChars={[',', ' ']}
        />
        {errors.others !== null && <Refusal error={errors.others} />}
        <Group>
          <Button type="submit" loading={made.isPending}>
            Make the application
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
