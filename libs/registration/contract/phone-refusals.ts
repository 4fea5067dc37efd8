import type { Refusal } from '@gatehouse/kernel';

/** Every "no" about sending a code to a phone, besides those of the whole context. */
export const phoneRefusals = {
  'phone-missing': 'There is no phone number to send a code to',
  'phone-country-refused': 'No messages are sent to this country',
  'phone-type-refused': 'This kind of number gets no text messages',
} as const;

export type PhoneRefusal = Refusal<keyof typeof phoneRefusals>;
