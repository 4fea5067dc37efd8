import type { Message } from '../../domain/message/message.js';
import type { TemplateParts } from '../../domain/template/accept-template.js';

export interface RenderedMessage {
  /** One line. */
  readonly subject: string;
  /** Plain text; a code stands alone on its line. */
  readonly text: string;
  readonly html: string;
  /** The recipient's name where it is fit to be shown, else null. */
  readonly recipientName: string | null;
}

/** Puts a message into the recipient's language. */
export interface MessageRenderer {
  /** @param own the application's own words, or null for the built-in ones; absent: whichever are saved */
  render(message: Message, own?: TemplateParts | null): Promise<RenderedMessage>;
}
