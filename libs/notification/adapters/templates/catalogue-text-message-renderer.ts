import { LOCALES, loadWords, matchLocale } from '@gatehouse/platform/i18n';
import type { TextMessageRenderer } from '../../application/ports/rendering.js';
import type { TextMessage } from '../../domain/message/message.js';
import { segmentsOf } from '../../domain/message/text-segments.js';
import { durationInWords } from './mail-words.js';
import { oneLine } from './plain-text.js';

/** Short, so that the whole message fits into one SMS: 160 characters of the plain alphabet, or 70 of other scripts. */
const LONGEST_APPLICATION_NAME = 20;

/**
 * Renders text messages from the words beside this file. The last line binds the code to the page that asks for it, so
 * that browsers offer it there and nowhere else.
 * @see https://wicg.github.io/sms-one-time-codes/ (read on 2026-11-29)
 */
export class CatalogueTextMessageRenderer implements TextMessageRenderer {
  readonly #words = loadWords(new URL('./locales/', import.meta.url));

  render({ content, locale: wished, sender }: TextMessage): string {
    const locale = matchLocale([wished ?? sender.defaultLocale, sender.defaultLocale], LOCALES);
    const translate = this.#words(locale);
    // The ellipsis is outside the plain alphabet: one of it would make the message two.
    const application = oneLine(sender.applicationName, LONGEST_APPLICATION_NAME).replace('…', '.');
    const life = durationInWords(content.lifeSeconds, translate);
    const intro = translate(`${content.template}.intro`, { application });
    const lines = [intro, content.digits, `@${content.host} #${content.digits}`];
    const whole = lines.toSpliced(2, 0, translate(`${content.template}.life`, { life }));
    // The page shows how long the code lives, too: that line is left out before it costs another message.
    return segmentsOf(whole.join('\n')) > segmentsOf(lines.join('\n')) ? lines.join('\n') : whole.join('\n');
  }
}
