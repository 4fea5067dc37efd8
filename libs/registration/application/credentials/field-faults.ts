import type { FieldError } from '@gatehouse/kernel';
import { notAnAddress } from '../../contract/refusals.js';
import type { EmailFault } from '../../domain/email-address.js';
import type { PasswordFault, PasswordPolicy } from '../../domain/password.js';
import type { ApplicationProfile } from '../ports/application-directory.js';
import type { HashFault } from '../ports/password-hasher.js';

const EMAIL_MESSAGES: Record<EmailFault, string> = {
  'email-invalid': notAnAddress.message,
  'email-too-long': 'Must be at most 254 bytes, with at most 64 before the @',
  'email-not-ascii': 'Only ASCII characters are supported before the @',
};

export const emailFault = (code: EmailFault, pointer = '/email'): FieldError => ({
  pointer,
  code,
  message: EMAIL_MESSAGES[code],
});

export const passwordBreached = (pointer: string): FieldError => ({
  pointer,
  code: 'password-breached',
  message: 'This password has appeared in a data breach. Please choose a different password',
});

export const passwordFault = (
  code: PasswordFault,
  { minLength, maxLength }: PasswordPolicy,
  pointer: string,
): FieldError => {
  const messages: Record<PasswordFault, string> = {
    'password-unprintable': 'Must not contain control characters, such as tabs',
    'password-too-short': `Must have at least ${minLength} characters`,
    'password-too-long': `Must have at most ${maxLength} characters`,
    'password-common': 'This password is too common. Please choose a different password',
    'password-guessable': 'Must not be based on your email address, your name or the name of the application',
  };
  const limit = code === 'password-too-long' ? maxLength : minLength;
  return { pointer, code, message: messages[code], values: { limit } };
};

/** Of a page that may not be led to: two readers of an address cannot disagree where nothing but the whole text counts. */
export const redirectFault = (
  redirect: string | null | undefined,
  { redirectTargets }: Pick<ApplicationProfile, 'redirectTargets'>,
): readonly FieldError[] =>
  redirect == null || redirectTargets.includes(redirect)
    ? []
    : [
        {
          pointer: '/redirect',
          code: 'redirect-not-allowed',
          message: 'Must be one of the application’s redirect targets, character by character',
        },
      ];

export const phoneFault: FieldError = {
  pointer: '/phone',
  code: 'phone-invalid',
  message: 'Must be a phone number in international form, such as +33612345678',
};

/** Of a sign-up that needs a phone: numbers that the application sends no messages to. */
export const phoneUnreachable = {
  'phone-country-refused': {
    pointer: '/phone',
    code: 'phone-country-refused',
    message: 'Text messages are not available in this country',
  },
  'phone-type-refused': {
    pointer: '/phone',
    code: 'phone-type-refused',
    message: 'Must be a mobile number',
  },
} as const satisfies Record<string, FieldError>;

const HASH_MESSAGES: Record<HashFault, string> = {
  'hash-unknown': 'Unsupported password hash',
  'hash-too-costly': 'Too expensive to verify',
};

export const hashFault = (code: HashFault): FieldError => ({
  pointer: '/passwordHash',
  code,
  message: HASH_MESSAGES[code],
});
