import type { FieldError, Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in operations/problems.ts. */
export const registrationRefusals = {
  'validation-failed': 'Some fields are invalid',
  'credentials-invalid': 'Wrong email address or password',
  'password-wrong': 'Wrong password',
  'account-unknown': 'Account not found',
  'activation-required': 'This account has not been activated yet',
  'email-taken': 'This address already has an account',
  'already-active': 'This account is already active',
  'email-already-verified': 'This address is already verified',
  'phone-already-verified': 'This phone number is already verified',
  'phone-not-required': 'This registration does not require a verified phone number',
  'account-suspended': 'This account is suspended',
  'code-invalid': 'Wrong code',
  'code-expired': 'The code has expired',
  'tries-exhausted': 'Too many wrong codes. Please request a new one',
  'feedback-closed': 'Feedback is not possible here, or no longer',
  'import-unknown': 'Import not found',
  'text-stop-unknown': 'Stop not found',
  throttled: 'Too many requests',
  busy: 'The service is busy. Please try again shortly',
} as const;

export type RegistrationRefusalCode = keyof typeof registrationRefusals;
export type RegistrationRefusal = Refusal<RegistrationRefusalCode>;

/** Every "no" about another address, besides those of the whole context. */
export const emailRefusals = {
  'email-unchanged': 'This is already the account’s address',
  'former-email-taken': 'The previous address now belongs to another account',
  'undo-over': 'This link is invalid, was already used or has expired',
} as const;

export type EmailRefusal<Code extends keyof typeof emailRefusals = keyof typeof emailRefusals> = Refusal<Code>;

/** Every "no" about sending a code to a phone, besides those of the whole context. */
export const phoneRefusals = {
  'phone-missing': 'No phone number to send a code to',
  'phone-country-refused': 'Text messages are not available in this country',
  'phone-type-refused': 'Text messages cannot be sent to this type of number',
} as const;

export type PhoneRefusal = Refusal<keyof typeof phoneRefusals>;

/** What is wrong with a field that `FindUsersOfAddress` takes for no address. */
export const notAnAddress: FieldError = {
  pointer: '/email',
  code: 'email-invalid',
  message: 'Must be an email address, such as ada@example.com',
};
