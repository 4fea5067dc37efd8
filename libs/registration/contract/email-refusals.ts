import type { Refusal } from '@gatehouse/kernel';

/** Every "no" about another address, besides those of the whole context. */
export const emailRefusals = {
  'email-unchanged': 'This is already the account’s address',
  'former-email-taken': 'The previous address now belongs to another account',
  'undo-over': 'This link is invalid, was already used or has expired',
} as const;

export type EmailRefusal<Code extends keyof typeof emailRefusals = keyof typeof emailRefusals> = Refusal<Code>;
