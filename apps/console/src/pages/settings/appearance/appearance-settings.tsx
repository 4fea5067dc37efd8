import { defaultAppearance } from '@gatehouse/applications/appearance';
import { SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { Section } from '../../../components/section.js';
import { useField } from '../draft.js';
import { NumberField, TextField } from '../fields.js';
import { AccentField } from './accent-field.js';
import { AppearancePreview } from './appearance-preview.js';
import { LogoSection } from './logo-section.js';

const SCHEMES = [
  { value: 'auto', label: 'As the device' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

export const AppearanceSettings = () => (
  <Stack gap="lg">
    <Section
      title="Preview"
      description="Of pages and components, as you type. Mails have the same colors, logo and links."
    >
      <AppearancePreview />
    </Section>
    <Section title="Colors and corners">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <AccentField />
          <NumberField
            pointer="/appearance/cornerRadius"
            label="Corner radius"
            description="In pixels, 0 to 32"
            byDefault={defaultAppearance.cornerRadius}
            min={0}
            max={32}
          />
        </SimpleGrid>
        <SchemeField />
      </Stack>
    </Section>
    <LogoSection />
    <Section title="Links" description="At the foot of pages and mails. Empty ones are left out.">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextField
          pointer="/appearance/termsUrl"
          label="Terms of use"
          placeholder="https://shop.example/terms"
          description="Its origin must be granted"
        />
        <TextField
          pointer="/appearance/privacyUrl"
          label="Privacy policy"
          placeholder="https://shop.example/privacy"
          description="Its origin must be granted"
        />
        <TextField
          pointer="/appearance/supportEmail"
          label="Support address"
          placeholder="help@shop.example"
          description="Where people get help"
        />
      </SimpleGrid>
    </Section>
  </Stack>
);

function SchemeField() {
  const { value, isReadOnly, set } = useField('/appearance/colorScheme');
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" fw={600}>
        Light or dark
      </Text>
      <SegmentedControl
        aria-label="Light or dark"
        value={SCHEMES.find((scheme) => scheme.value === value)?.value ?? defaultAppearance.colorScheme}
        onChange={(chosen) => set(chosen === defaultAppearance.colorScheme ? null : chosen)}
        disabled={isReadOnly}
        data={[...SCHEMES]}
      />
    </Stack>
  );
}
