import type { Template } from './message.js';

/** The mail that carries a code, by what the code proves. */
export const CODE_TEMPLATES = {
  activation: 'activation-code',
  'email-change': 'email-change-code',
  'password-reset': 'password-reset-code',
} as const satisfies Record<string, Template>;

/** The mail to the owner of an address, by what somebody else has tried with it. */
export const TAKEN_TEMPLATES = {
  activation: 'account-exists',
  'email-change': 'email-change-taken',
} as const satisfies Record<string, Template>;

/** The mail that tells an account's owner what has happened to it. */
export const NOTICE_TEMPLATES = {
  'password-changed': 'password-changed-notice',
  'password-reset': 'password-reset-notice',
  'email-changing': 'email-changing-notice',
  'email-changed': 'email-change-notice',
  'email-restored': 'email-restored-notice',
} as const satisfies Record<string, Template>;

export type MailedPurpose = keyof typeof CODE_TEMPLATES;
export type TakenPurpose = keyof typeof TAKEN_TEMPLATES;
export type NoticeKind = keyof typeof NOTICE_TEMPLATES;
