import type { Message, Sender, TextMessage } from '../../domain/message/message.js';
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

/** Puts a text message into the recipient's language; a code stands alone on its line, and in the last one with its page. */
export interface TextMessageRenderer {
  render(message: TextMessage): string;
}

/** Knows in whose name an application's messages speak. */
export interface Senders {
  /** @param application its slug */
  of(application: string): Promise<Sender>;
}

/** Where the page leads after success; null: nowhere in particular. */
interface Redirecting {
  readonly redirect: string | null;
}

/** Knows the pages that mails lead to. */
export interface PageLinks {
  /** Where a person proves a sign-up. Secrets stand in the fragment: no server, log or Referer ever sees those. */
  activation(
    application: string,
    proof: Redirecting & { readonly userId: string; readonly digits: string },
  ): Promise<string>;
  /** Where a person chooses a new password, with the code from the mail or to ask for one. */
  reset(application: string, proof?: Redirecting & { readonly digits: string }): Promise<string>;
  /** Host of the pages that ask for a code: `id.example.org`, without a port. */
  host(application: string): Promise<string>;
  /** Where a change of address is undone. */
  emailUndo(application: string, proof: { readonly token: string }): Promise<string>;
}
