import { LOCALES, loadWords, matchLocale } from '@gatehouse/platform/i18n';
import type { TextMessageRenderer } from '../../application/ports/rendering.js';
import type { TextMessage } from '../../domain/message/message.js';
import { durationInWords } from './mail-words.js';
import { oneLine } from './plain-text.js';

/** Short, so that the whole message fits into one SMS: 160 characters of GSM-7, or 70 of other scripts. */
const LONGEST_APPLICATION_NAME = 20;

/** Renders text messages from the words beside this file. */
export class CatalogueTextMessageRenderer implements TextMessageRenderer {
  readonly #words = loadWords(new URL('./locales/', import.meta.url));

  render({ content, locale: wished, sender }: TextMessage): string {
    const locale = matchLocale([wished ?? sender.defaultLocale, sender.defaultLocale], LOCALES);
    const translate = this.#words(locale);
    const application = oneLine(sender.applicationName, LONGEST_APPLICATION_NAME);
    const life = durationInWords(content.lifeSeconds, translate);
    const intro = translate(`${content.template}.intro`, { application });
    return `${intro}\n${content.digits}\n${translate(`${content.template}.life`, { life })}`;
  }
}
