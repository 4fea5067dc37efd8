import type { MailContent, MailTemplate } from '../message/message.js';

const CODE = { digits: '0417', number: 1, lifeSeconds: 60 } as const;
const PAGE = 'https://example.com';

/** What a mail is shown with before anybody has got it. The codes are good for nothing, and the links lead nowhere. */
export function sampleContent(template: MailTemplate): MailContent {
  switch (template) {
    case 'activation-code':
      return { template, ...CODE, activationUrl: `${PAGE}/activate` };
    case 'email-change-code':
      return { template, ...CODE, digits: '004217', lifeSeconds: 300 };
    case 'password-reset-code':
      return { template, ...CODE, digits: '00428137', lifeSeconds: 600, resetUrl: `${PAGE}/reset` };
    case 'email-change-notice':
      return { template, undoUrl: `${PAGE}/email-undo`, undoSeconds: 259_200 };
    case 'email-changing-notice':
    case 'email-restored-notice':
    case 'password-changed-notice':
    case 'password-reset-notice':
      return { template, resetUrl: `${PAGE}/reset` };
    case 'account-exists':
    case 'email-change-taken':
      return { template };
  }
}

/** Somebody to greet. */
export const SAMPLE_NAME = 'Ada Lovelace';
