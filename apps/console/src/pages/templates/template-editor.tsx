import { Alert, Button, Code, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../../api/use-session.js';
import { type Action, ConfirmDialog } from '../../components/dialogs/confirm-dialog.js';
import { fieldErrorsOf } from '../../components/faults/field-errors.js';
import { Refusal } from '../../components/faults/refusal.js';
import { Section } from '../../components/section.js';
import type { Draft } from './draft.js';
import { Preview } from './preview.js';
import { starterOf } from './starter.js';
import { type TemplateRecord, usePreview, useTemplateActions } from './use-template.js';

const ownOf = ({ subject, text, html }: TemplateRecord): Draft | null =>
  subject === null || text === null || html === null ? null : { subject, text, html };

/** The text of one mail in one language beside what becomes of it. */
export function TemplateEditor({ record }: { readonly record: TemplateRecord }) {
  const mayWrite = useMay('applications:write');
  const saved = ownOf(record);
  const [draft, setDraft] = useState(saved);
  const [action, setAction] = useState<Action | null>(null);
  const preview = usePreview(record, draft);
  const { save, remove, test } = useTemplateActions(record);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved);
  const removal: Action = {
    title: 'Use the built-in text?',
    consequences: ['The application’s own text of this mail in this language is deleted.'],
    verb: 'Delete the text',
    isDangerous: true,
    run: async () => {
      await remove.mutateAsync();
      setDraft(null);
    },
  };
  const errors = fieldErrorsOf(save.error ?? preview.error);
  const field = (name: keyof Draft) => ({
    value: draft?.[name] ?? '',
    error: errors.at(`/${name}`),
    readOnly: !mayWrite,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      setDraft((so) => so && { ...so, [name]: currentTarget.value }),
  });

  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Section title="Text" description="Changes take effect within 30 seconds.">
        {draft === null ? (
          <Stack align="flex-start">
            <Text>The built-in text is sent. The preview shows it.</Text>
            {mayWrite && (
              <Button variant="default" onClick={() => setDraft(starterOf(record))}>
                Write your own
              </Button>
            )}
          </Stack>
        ) : (
          <Stack gap="md">
            <Text size="sm">
              Placeholders:{' '}
              {record.placeholders.map((name) => (
                <Code key={name} mr={6}>{`{{${name}}}`}</Code>
              ))}
            </Text>
            {record.required !== null && (
              <Text size="sm" c="dimmed">
                <Code>{`{{${record.required}}}`}</Code> must be alone on a line of the text, and anywhere in the HTML.
              </Text>
            )}
            <TextInput label="Subject" {...field('subject')} />
            <Textarea label="Text" autosize minRows={8} maxRows={20} ff="monospace" {...field('text')} />
            <Textarea
              label="HTML"
              autosize
              minRows={8}
              maxRows={24}
              ff="monospace"
              spellCheck={false}
              {...field('html')}
            />
          </Stack>
        )}
        {mayWrite && (
          <Group gap="xs">
            {draft !== null && (
              <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate(draft)}>
                Save
              </Button>
            )}
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate(draft)}>
              Send it to me
            </Button>
            {isChanged && (
              <Button variant="subtle" onClick={() => setDraft(saved)}>
                Discard changes
              </Button>
            )}
            {saved !== null && (
              <Button variant="subtle" color="red" onClick={() => setAction(removal)}>
                Use the built-in text
              </Button>
            )}
          </Group>
        )}
        {test.data && (
          <Alert color="gatehouse" role="status">
            The provider accepted a mail to {test.data.recipient}.
          </Alert>
        )}
        {test.error && <Refusal error={test.error} />}
        {save.error && <Refusal error={save.error} />}
      </Section>
      <Preview query={preview} locale={record.locale} />
      <ConfirmDialog action={action} onClose={() => setAction(null)} onDone={() => setAction(null)} />
    </SimpleGrid>
  );
}
