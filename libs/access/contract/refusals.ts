import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in operations/problems.ts. */
export const accessRefusals = {
  'validation-failed': 'Some fields are invalid',
  'credentials-invalid': 'Wrong email address or password',
  'activation-required': 'This account has not been activated yet',
  'account-suspended': 'This account is suspended',
  'refresh-token-invalid': 'The refresh token is invalid, already used or expired. Please sign in again',
  'session-unknown': 'Session not found',
  'user-unknown': 'User not found',
  throttled: 'Too many requests',
} as const;

export type AccessRefusalCode = keyof typeof accessRefusals;
export type AccessRefusal<Code extends AccessRefusalCode = AccessRefusalCode> = Refusal<Code>;
