import { SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { Section } from '../../components/section.js';
import { useField } from './draft.js';
import { ListField, TextField } from './fields.js';

const LOCALES = ['en', 'fr', 'de', 'es', 'ar', 'ja'];
const NAMES = new Intl.DisplayNames('en', { type: 'language' });

export const GeneralSettings = () => (
  <Stack gap="lg">
    <Section title="General">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextField pointer="/name" label="Name" description="People see it, also in mails and text messages" />
        <DefaultLocale />
        <TextField pointer="/sender/email" label="Sender of mails" description="Empty: the service’s own" />
        <TextField pointer="/sender/name" label="Sender’s name" description="Empty: the application’s name" />
        <TextField pointer="/replyTo" label="Reply-to" description="Where replies go. Empty: to the sender" />
      </SimpleGrid>
    </Section>
    <Section
      title="Providers"
      description="In order of preference, each with a share of 100 messages that try it first, such as resend:5, or without. Empty: those of the service. Operators say which ones there are to choose from."
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <ListField pointer="/policy/providers/mail" label="Mails" placeholder="Default" />
        <ListField pointer="/policy/providers/sms" label="Text messages" placeholder="Default" />
      </SimpleGrid>
    </Section>
    <Section title="Pages" description="Where people come from, and where they are sent.">
      <Stack gap="md">
        <ListField
          pointer="/allowedOrigins"
          label="Allowed origins"
          description="Pages and apps that may call the API, without path or wildcard"
          placeholder="https://shop.example"
        />
        <TextField
          pointer="/linkBaseUrl"
          label="Base of links in mails"
          description="Empty: the pages of this service"
          placeholder="https://shop.example/account"
        />
        <ListField
          pointer="/redirectTargets"
          label="Redirect targets"
          description="Exact URLs that the pages of this service may lead to after success"
          placeholder="https://shop.example/welcome"
        />
      </Stack>
    </Section>
  </Stack>
);

function DefaultLocale() {
  const { value, error, isReadOnly, set } = useField('/defaultLocale');
  const tag = typeof value === 'string' ? value : 'en';
  const known = LOCALES.includes(tag) ? LOCALES : [...LOCALES, tag];
  return (
    <Select
      label="Default language"
      description="For people whose own is not known"
      data={known.map((each) => ({ value: each, label: NAMES.of(each) ?? each }))}
      value={tag}
      onChange={(chosen) => set(chosen)}
      allowDeselect={false}
      error={error}
      readOnly={isReadOnly}
    />
  );
}

/** The policy that everything else differs from. */
export function PresetChoice() {
  const { value, isReadOnly, set } = useField('/preset');
  return (
    <Stack gap={4} align="flex-start">
      <SegmentedControl
        aria-label="Preset"
        value={value === 'strict' ? 'strict' : 'standard'}
        onChange={(chosen) => set(chosen)}
        disabled={isReadOnly}
        data={[
          { value: 'standard', label: 'Standard' },
          { value: 'strict', label: 'Strict' },
        ]}
      />
      <Text size="sm" c="dimmed">
        {value === 'strict'
          ? 'Meets NIST 800-63B and ASVS: codes of 6 digits, passwords of 15 characters.'
          : 'Codes of 4 digits and passwords of 8 characters. NIST 800-63B and ASVS ask for more: see “Strict”.'}
      </Text>
    </Stack>
  );
}
