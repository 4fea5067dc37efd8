import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in adapters/express. */
export const registrationRefusals = {
  'validation-failed': 'Some fields do not meet their rules',
  'credentials-invalid': 'The address or the password is wrong',
  'password-wrong': 'The password is wrong',
  'account-unknown': 'There is no such account, or none any more',
  'activation-required': 'This account waits for its activation code',
  'email-taken': 'This address has an account already',
  'already-active': 'This account is active already',
  'email-already-verified': 'This address is verified already',
  'phone-already-verified': 'This phone number is verified already',
  'phone-not-required': 'This registration needs no proof of a phone',
  'account-suspended': 'This account is suspended',
  'code-invalid': 'The code is wrong',
  'code-expired': 'The code was right, but its time is over',
  'tries-exhausted': 'Too many wrong codes: ask for another code',
  'import-unknown': 'Nobody has begun this import',
  throttled: 'Too many requests of this kind',
  busy: 'The service is at its limit, try again shortly',
} as const;

export type RegistrationRefusalCode = keyof typeof registrationRefusals;
export type RegistrationRefusal = Refusal<RegistrationRefusalCode>;
