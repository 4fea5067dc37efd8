import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in adapters/express. */
export const accessRefusals = {
  'validation-failed': 'Some fields do not meet their rules',
  'credentials-invalid': 'The address or the password is wrong',
  'activation-required': 'This account waits for its activation code',
  'account-suspended': 'This account is suspended',
  'refresh-token-invalid': 'The refresh token is wrong, used up or over: sign in again',
  'session-unknown': 'You have no such session',
  'user-unknown': 'There is no such person',
  throttled: 'Too many requests of this kind',
} as const;

export type AccessRefusalCode = keyof typeof accessRefusals;
export type AccessRefusal<Code extends AccessRefusalCode = AccessRefusalCode> = Refusal<Code>;
