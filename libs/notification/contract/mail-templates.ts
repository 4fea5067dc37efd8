/** Every mail that the service sends, by name. */
export const MAIL_TEMPLATES = [
  'activation-code',
  'account-exists',
  'email-change-code',
  'email-change-taken',
  'email-change-notice',
  'email-changing-notice',
  'email-restored-notice',
  'password-reset-code',
  'password-changed-notice',
  'password-reset-notice',
] as const;

/** The languages that mails are written in. */
export const MAIL_LOCALES = ['en', 'fr', 'de', 'es', 'ar', 'ja'] as const;
