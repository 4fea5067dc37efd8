import type { Refusal } from '@gatehouse/kernel';

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
  'import-unknown': 'Import not found',
  throttled: 'Too many requests',
  busy: 'The service is busy. Please try again shortly',
} as const;

export type RegistrationRefusalCode = keyof typeof registrationRefusals;
export type RegistrationRefusal = Refusal<RegistrationRefusalCode>;
