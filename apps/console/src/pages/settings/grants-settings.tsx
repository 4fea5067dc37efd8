import { SimpleGrid, Stack } from '@mantine/core';
import { Section } from '../../components/section.js';
import { COUNTRIES } from './countries.js';
import { ListField, NumberField } from './fields.js';
import { GUESSING_LIMITS, MESSAGE_LIMITS } from './policy-settings.js';
import { ChoiceField, SMS_LIMITS } from './sms-settings.js';

/** What the application's own administrators may set, as operators allow it. */
export const GrantsSettings = () => (
  <Stack gap="lg">
    <Section
      title="Addresses"
      description="What its own administrators may use; * allows any. Empty: nothing of the application’s own. Settings that you make yourself are granted with them."
    >
      <Stack gap="md">
        <ListField
          pointer="/grants/senders"
          label="Senders"
          description="Addresses, or domains"
          placeholder="shop.example"
        />
        <ListField pointer="/grants/linkOrigins" label="Origins of links in mails" placeholder="https://shop.example" />
        <ListField pointer="/grants/redirectOrigins" label="Origins of redirects" placeholder="https://shop.example" />
      </Stack>
    </Section>
    <Section
      title="Providers"
      description="Which of this service’s providers it may choose from; * allows any. Empty: it takes those of the settings."
    >
      <Stack gap="md">
        <ListField pointer="/grants/providers/mail" label="Providers of mails" placeholder="ses" />
        <ListField pointer="/grants/providers/sms" label="Providers of text messages" placeholder="twilio" />
      </Stack>
    </Section>
    <Section
      title="Ceilings"
      description="Counts are the most that its policy may have, times in seconds and percentages the least. Empty: the limits of the preset."
    >
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          <NumberField pointer="/grants/codes/triesPerCode" label="Tries per code" min={1} max={5} />
          <NumberField pointer="/grants/codes/sharedTries" label="Tries before codes are long" min={1} max={5} />
          <NumberField
            pointer="/grants/codes/windowSeconds"
            label="Tries are counted for, in seconds"
            min={3_600}
            max={604_800}
          />
          {MESSAGE_LIMITS.map(([name, label, min, max]) => (
            <NumberField key={name} pointer={`/grants/messages/${name}`} label={label} min={min} max={max} />
          ))}
          {GUESSING_LIMITS.map(([name, label, min, max]) => (
            <NumberField key={name} pointer={`/grants/guessing/${name}`} label={label} min={min} max={max} />
          ))}
          <NumberField pointer="/grants/sms/perDay" label="Text messages a day" min={0} max={1_000_000} />
          {SMS_LIMITS.map(([name, label, min, max]) => (
            <NumberField key={name} pointer={`/grants/sms/${name}`} label={label} min={min} max={max} />
          ))}
        </SimpleGrid>
        <ChoiceField
          pointer="/grants/sms/countries"
          label="Countries for text messages"
          data={COUNTRIES}
          hint="By default: those of the preset."
        />
      </Stack>
    </Section>
  </Stack>
);
