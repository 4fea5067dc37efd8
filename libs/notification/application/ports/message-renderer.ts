import type { Message } from '../../domain/message/message.js';

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
  render(message: Message): Promise<RenderedMessage>;
}
