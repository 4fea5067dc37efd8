import type { MailTemplate } from '../message/message.js';

/** What an application's own templates may name, and all that is ever put into them. */
export type Placeholder = 'application' | 'greeting' | 'digits' | 'number' | 'life' | 'link';

export interface PlaceholderRule {
  readonly allowed: readonly Placeholder[];
  /** The one thing that the mail is for: must stand alone on a line of the text, and somewhere in the HTML. */
  readonly carried: 'digits' | 'link' | null;
}

const COMMON = ['application', 'greeting'] as const;
const CODE: PlaceholderRule = { allowed: [...COMMON, 'digits', 'number', 'life'], carried: 'digits' };
const NOTICE: PlaceholderRule = { allowed: COMMON, carried: null };
const LINKED_NOTICE: PlaceholderRule = { allowed: [...COMMON, 'link'], carried: null };

export const placeholderRules: Readonly<Record<MailTemplate, PlaceholderRule>> = {
  'activation-code': CODE,
  'account-exists': NOTICE,
  'email-change-code': CODE,
  'email-change-taken': NOTICE,
  'email-change-notice': { allowed: [...COMMON, 'link', 'life'], carried: 'link' },
  'email-changing-notice': LINKED_NOTICE,
  // Without its link, nobody could sign in again.
  'email-restored-notice': { allowed: [...COMMON, 'link'], carried: 'link' },
  'password-reset-code': CODE,
  'password-changed-notice': LINKED_NOTICE,
  'password-reset-notice': LINKED_NOTICE,
};
