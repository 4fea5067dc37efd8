import { Select, SimpleGrid, Stack } from '@mantine/core';
import { Section } from '../../components/section.js';
import { useField } from './draft.js';
import { TextField } from './fields.js';

const FIELDS = [
  ['name', 'First name'],
  ['surname', 'Last name'],
  ['phone', 'Phone'],
  ['birthDate', 'Date of birth'],
  ['hobbies', 'Hobbies'],
] as const;

const RULES = [
  { value: 'required', label: 'Required' },
  { value: 'optional', label: 'Optional' },
  { value: 'none', label: 'Not accepted' },
];

/** What sign-up asks for beside address and password. */
export function SignUpFields() {
  return (
    <Section title="Fields of the sign-up" description="Others are accepted by the API, but no form asks for them.">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          {FIELDS.map(([name, label]) => (
            <RuleField key={name} pointer={`/policy/profile/${name}`} label={label} />
          ))}
        </SimpleGrid>
        <TextField
          pointer="/policy/termsVersion"
          label="Version of the terms"
          description="With a version, sign-up asks people to agree to the terms and the privacy policy that Appearance links to. Change it when they change."
          placeholder="Nobody is asked (default)"
        />
      </Stack>
    </Section>
  );
}

function RuleField({ pointer, label }: { readonly pointer: string; readonly label: string }) {
  const { value, error, isReadOnly, set } = useField(pointer);
  return (
    <Select
      label={label}
      placeholder="Not asked for (default)"
      data={RULES}
      value={typeof value === 'string' ? value : null}
      onChange={set}
      error={error}
      readOnly={isReadOnly}
      clearable={!isReadOnly}
    />
  );
}
