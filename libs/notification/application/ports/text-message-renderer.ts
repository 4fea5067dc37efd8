import type { TextMessage } from '../../domain/message/message.js';

/** Puts a text message into the recipient's language; a code stands alone on its line. */
export interface TextMessageRenderer {
  render(message: TextMessage): string;
}
