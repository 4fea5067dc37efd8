import type { FieldError } from '@gatehouse/kernel';
import { notAnAddress } from '../../contract/not-an-address.js';
import type { EmailFault } from '../../domain/email-address.js';
import type { PasswordFault, PasswordPolicy } from '../../domain/password.js';
import type { HashFault } from '../ports/foreign-hashes.js';

const EMAIL_MESSAGES: Record<EmailFault, string> = {
  'email-invalid': notAnAddress.message,
  'email-too-long': 'Must be at most 254 octets, 64 of them before the @',
  'email-not-ascii': 'Must be plain ASCII before the @',
};

export const emailFault = (code: EmailFault, pointer = '/email'): FieldError => ({
  pointer,
  code,
  message: EMAIL_MESSAGES[code],
});

export const passwordBreached = (pointer: string): FieldError => ({
  pointer,
  code: 'password-breached',
  message: 'Has become public in a breach of another service: whoever attacks accounts will try it',
});

export const passwordFault = (
  code: PasswordFault,
  { minLength, maxLength }: PasswordPolicy,
  pointer: string,
): FieldError => {
  const messages: Record<PasswordFault, string> = {
    'password-unprintable': 'Must not hold control characters, such as tabs',
    'password-too-short': `Must have at least ${minLength} characters`,
    'password-too-long': `Must have at most ${maxLength} characters`,
    'password-common': 'Is among the passwords that everybody tries first',
    'password-guessable': 'Must not be made of your address, your name or the name of the application',
  };
  const limit = code === 'password-too-long' ? maxLength : minLength;
  return { pointer, code, message: messages[code], values: { limit } };
};

export const phoneFault: FieldError = {
  pointer: '/phone',
  code: 'phone-invalid',
  message: 'Must be a phone number in international form, such as +33612345678',
};

/** Of a sign-up that needs a phone. */
export const phoneRequired: FieldError = { pointer: '/phone', code: 'field-required', message: 'Must be present' };

/** Of a sign-up that needs a phone: numbers that the application sends no messages to. */
export const phoneUnreachable = {
  'phone-country-refused': {
    pointer: '/phone',
    code: 'phone-country-refused',
    message: 'Must be of a country that messages are sent to',
  },
  'phone-type-refused': {
    pointer: '/phone',
    code: 'phone-type-refused',
    message: 'Must be a mobile number',
  },
} as const satisfies Record<string, FieldError>;

const HASH_MESSAGES: Record<HashFault, string> = {
  'hash-unknown': 'Is of no kind that can be verified here',
  'hash-too-costly': 'Would cost more to verify than is allowed',
};

export const hashFault = (code: HashFault): FieldError => ({
  pointer: '/passwordHash',
  code,
  message: HASH_MESSAGES[code],
});
