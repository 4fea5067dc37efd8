import { PHONE_NUMBER_TYPES } from '@gatehouse/applications/phone-number-types';
import { policyOf } from '@gatehouse/registration/policy';
import { MultiSelect, Stack, Text } from '@mantine/core';
import { Section } from '../../components/section.js';
import { COUNTRIES, countryName } from './countries.js';
import { policyInputOf, useDraft, useField } from './draft.js';
import { NumberField } from './fields.js';

/** What stops bots that ask for one number after the other. A range is a number without its last four digits. */
export const SMS_LIMITS = [
  ['perRangeAndHour', 'Messages to a range of numbers an hour', 1, 1_000],
  ['rangeSample', 'Numbers of a range before it is judged', 2, 10_000],
  ['countrySample', 'Numbers of a country before it is judged', 2, 1_000_000],
  ['leastProvenPercent', 'Least percentage that enters its code', 0, 100],
  ['stopSeconds', 'A stop lasts, in seconds', 600, 2_592_000],
] as const;

export function SmsSettings() {
  const input = policyInputOf(useDraft().value);
  const { sms } = policyOf({ ...input, policy: {} as typeof input.policy });
  return (
    <Section title="Text messages" description="Where codes for phones may go, and how many in all.">
      <Stack gap="md" maw={640}>
        <ChoiceField
          pointer="/policy/sms/countries"
          label="Countries"
          data={COUNTRIES}
          hint={`By default: ${sms.countries.map(countryName).join(', ') || 'none'}.`}
        />
        <ChoiceField
          pointer="/policy/sms/numberTypes"
          label="Types of numbers"
          data={PHONE_NUMBER_TYPES.map((value) => ({ value, label: value }))}
          hint={`By default: ${sms.numberTypes.join(', ')}.`}
        />
        <NumberField
          pointer="/policy/sms/perDay"
          label="Messages of the application a day"
          description="0 sends none at all"
          byDefault={sms.perDay}
          min={0}
          max={1_000_000}
        />
        {SMS_LIMITS.map(([name, label, min, max]) => (
          <NumberField
            key={name}
            pointer={`/policy/sms/${name}`}
            label={label}
            byDefault={sms[name]}
            min={min}
            max={max}
          />
        ))}
      </Stack>
    </Section>
  );
}

interface ChoiceFieldProps {
  readonly pointer: string;
  readonly label: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly hint: string;
}

/** Some of many; none of them is the default, which the hint tells. */
export function ChoiceField({ pointer, label, data, hint }: ChoiceFieldProps) {
  const { value, error, isReadOnly, set } = useField(pointer);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <div>
      <MultiSelect
        label={label}
        data={[...data]}
        value={chosen}
        placeholder={chosen.length === 0 ? 'Default' : ''}
        onChange={(values) => set(values.length === 0 ? null : values)}
        error={error}
        readOnly={isReadOnly}
        searchable
        clearable
        limit={300}
      />
      {chosen.length === 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {hint}
        </Text>
      )}
    </div>
  );
}
