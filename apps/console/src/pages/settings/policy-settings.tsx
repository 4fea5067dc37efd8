import { policyOf, type RegistrationPolicy } from '@gatehouse/registration/policy';
import { SimpleGrid, Stack, Switch, Tabs } from '@mantine/core';
import { Section } from '../../components/section.js';
import { PURPOSES } from '../../components/words/purposes.js';
import { policyInputOf, useDraft, useField } from './draft.js';
import { NumberField } from './fields.js';
import { PresetChoice } from './general-settings.js';
import { Guessing } from './guessing.js';
import { SignUpFields } from './sign-up-fields.js';

export function PolicySettings() {
  const { value } = useDraft();
  const input = policyInputOf(value);
  const policy = policyOf(input);
  const byDefault = policyOf({ ...input, policy: {} as typeof input.policy });
  return (
    <Stack gap="lg">
      <Section title="Preset" description="What counts wherever nothing else is set.">
        <PresetChoice />
      </Section>
      <Section title="Codes" description="Empty fields are the preset’s. The table follows what you type.">
        <Guessing policy={policy} />
        <CodeTabs byDefault={byDefault} />
      </Section>
      <Section title="Passwords and accounts">
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <NumberField
              pointer="/policy/password/minLength"
              label="Shortest password"
              byDefault={byDefault.password.minLength}
              min={8}
              max={64}
            />
            <NumberField
              pointer="/policy/password/maxLength"
              label="Longest password"
              byDefault={byDefault.password.maxLength}
              min={64}
              max={128}
            />
          </SimpleGrid>
          <SwitchField
            pointer="/policy/requirePhone"
            label="Require a phone"
            description="Accounts become active only after a phone is proven too."
          />
          <SwitchField
            pointer="/policy/revealExistingAccounts"
            label="Say at sign-up that an address is taken"
            description="Anyone can then find out who has an account."
          />
          <SwitchField
            pointer="/policy/askFeedback"
            label="Ask how easy it was"
            description="Right after the activation, pages ask one question: a number from 1 to 5, and a line of text."
          />
        </Stack>
      </Section>
      <SignUpFields />
      <Limits byDefault={byDefault} />
    </Stack>
  );
}

function CodeTabs({ byDefault }: { readonly byDefault: RegistrationPolicy }) {
  return (
    <Tabs defaultValue="activation">
      <Tabs.List aria-label="Purpose of the codes">
        {PURPOSES.map(({ purpose, label }) => (
          <Tabs.Tab key={purpose} value={purpose}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {PURPOSES.map(({ purpose, pointer }) => {
        const codes = byDefault.codes[purpose];
        return (
          <Tabs.Panel key={purpose} value={purpose} pt="md">
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
              <NumberField pointer={`${pointer}/digits`} label="Digits" byDefault={codes.digits} min={4} max={10} />
              <NumberField
                pointer={`${pointer}/lifeSeconds`}
                label="Valid for, in seconds"
                byDefault={codes.lifeSeconds}
                min={30}
                max={86_400}
              />
              <NumberField
                pointer={`${pointer}/triesPerCode`}
                label="Tries per code"
                byDefault={codes.triesPerCode}
                min={1}
                max={5}
              />
              <NumberField
                pointer={`${pointer}/sharedTries`}
                label="Tries before codes are long"
                byDefault={codes.sharedTries}
                min={1}
                max={5}
              />
              <NumberField
                pointer={`${pointer}/longDigits`}
                label="Digits of long codes"
                byDefault={codes.longDigits}
                min={6}
                max={10}
              />
              <NumberField
                pointer={`${pointer}/windowSeconds`}
                label="Tries are counted for, in seconds"
                byDefault={codes.windowSeconds}
                min={3_600}
                max={604_800}
              />
            </SimpleGrid>
          </Tabs.Panel>
        );
      })}
    </Tabs>
  );
}

const Limits = ({ byDefault: { messages, guessing } }: { readonly byDefault: RegistrationPolicy }) => (
  <Section title="Limits" description="On messages, and on wrong passwords and codes.">
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
      {MESSAGE_LIMITS.map(([name, label, min, max]) => (
        <NumberField
          key={name}
          pointer={`/policy/messages/${name}`}
          label={label}
          byDefault={messages[name]}
          min={min}
          max={max}
        />
      ))}
      {GUESSING_LIMITS.map(([name, label, min, max]) => (
        <NumberField
          key={name}
          pointer={`/policy/guessing/${name}`}
          label={label}
          byDefault={guessing[name]}
          min={min}
          max={max}
        />
      ))}
    </SimpleGrid>
  </Section>
);

export const MESSAGE_LIMITS = [
  ['gapSeconds', 'Seconds between messages', 10, 3_600],
  ['perHour', 'Messages to one recipient an hour', 1, 60],
  ['perDay', 'Messages to one recipient a day', 1, 200],
  ['perNetworkAndHour', 'Messages by one network an hour', 1, 100_000],
] as const;

export const GUESSING_LIMITS = [
  ['freeTries', 'Wrong passwords without a delay', 1, 20],
  ['firstDelaySeconds', 'First delay, in seconds', 1, 900],
  ['longestDelaySeconds', 'Longest delay, in seconds', 1, 900],
  ['perNetwork', 'Wrong tries of one network', 1, 100_000],
  ['networkWindowSeconds', 'These are counted for, in seconds', 60, 86_400],
] as const;

interface SwitchFieldProps {
  readonly pointer: string;
  readonly label: string;
  readonly description: string;
}

function SwitchField({ pointer, ...rest }: SwitchFieldProps) {
  const { value, error, isReadOnly, set } = useField(pointer);
  return (
    <Switch
      {...rest}
      checked={value === true}
      onChange={({ currentTarget }) => set(currentTarget.checked ? true : null)}
      disabled={isReadOnly}
      error={error}
    />
  );
}
