import type { Refusal } from '@gatehouse/kernel';

/** Every "no" about another address, besides those of the whole context. */
export const emailRefusals = {
  'email-unchanged': 'This is the account’s address already',
  'former-email-taken': 'The former address belongs to another account by now',
  'undo-over': 'This link is not valid, was used already, or its time is over',
} as const;

export type EmailRefusal<Code extends keyof typeof emailRefusals = keyof typeof emailRefusals> = Refusal<Code>;
