import type { Refusal } from '@gatehouse/kernel';

/** Every "no" about sending a code to a phone, besides those of the whole context. */
export const phoneRefusals = {
  'phone-missing': 'No phone number to send a code to',
  'phone-country-refused': 'Text messages are not available in this country',
  'phone-type-refused': 'Text messages cannot be sent to this type of number',
} as const;

export type PhoneRefusal = Refusal<keyof typeof phoneRefusals>;
