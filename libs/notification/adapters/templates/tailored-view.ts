import type { Translate } from '@gatehouse/platform/i18n';
import type { MailContent } from '../../domain/message/message.js';
import type { Placeholder } from '../../domain/template/placeholders.js';
import { durationInWords } from './duration-in-words.js';
import { webAddress } from './web-address.js';

type TailoredView = Readonly<Partial<Record<Placeholder, string>>>;

/** What an application's own template may name: one value for each placeholder that its rule allows. */
export function tailoredView(
  content: MailContent,
  common: { readonly application: string; readonly greeting: string },
  translate: Translate,
): TailoredView {
  switch (content.template) {
    case 'activation-code':
    case 'email-change-code':
    case 'password-reset-code': {
      const { digits, number, lifeSeconds } = content;
      return { ...common, digits, number: String(number), life: durationInWords(lifeSeconds, translate) };
    }
    case 'email-change-notice': {
      const { undoUrl, undoSeconds } = content;
      return { ...common, link: webAddress(undoUrl), life: durationInWords(undoSeconds, translate) };
    }
    case 'email-changing-notice':
    case 'email-restored-notice':
    case 'password-changed-notice':
    case 'password-reset-notice':
      return { ...common, link: webAddress(content.resetUrl) };
    case 'account-exists':
    case 'email-change-taken':
      return common;
  }
}
