import type { Schemas } from '../../api/administration.js';

export type MailTemplateEntry = Schemas['MailTemplateEntry'];
export type MailTemplate = MailTemplateEntry['template'];
export type MailLocale = MailTemplateEntry['locale'];

export const MAIL_NAMES: Readonly<Record<MailTemplate, string>> = {
  'activation-code': 'Activation code',
  'account-exists': 'Account exists already',
  'email-change-code': 'Code for a new address',
  'email-change-taken': 'New address is taken',
  'email-changing-notice': 'Notice: address is being changed',
  'email-change-notice': 'Notice: address was changed',
  'email-restored-notice': 'Notice: address was restored',
  'password-reset-code': 'Code for a new password',
  'password-changed-notice': 'Notice: password was changed',
  'password-reset-notice': 'Notice: password was reset',
};

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' });

export const languageName = (locale: string): string => LANGUAGES.of(locale) ?? locale;
