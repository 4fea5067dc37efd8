import { findCode, type Message } from './message-store.js';

const PREVIEW_CHARACTERS = 140;

/** A message as the API shows it, with the code a reader would copy. */
export interface MessageRepresentation extends Message {
  readonly code: string | null;
}

/** A message as a list or the live stream shows it: without its body, which may be large. */
export interface MessageSummary {
  readonly id: string;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string | null;
  readonly preview: string;
  readonly code: string | null;
  readonly receivedAt: string;
}

export const representMessage = (message: Message): MessageRepresentation => ({
  ...message,
  code: findCode(message.text),
});

export const summarise = (message: Message): MessageSummary => ({
  id: message.id,
  channel: message.channel,
  from: message.from,
  to: message.to,
  subject: message.subject,
  preview: (message.text ?? '')
    .slice(0, 4 * PREVIEW_CHARACTERS)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, PREVIEW_CHARACTERS),
  code: findCode(message.text),
  receivedAt: message.receivedAt,
});
