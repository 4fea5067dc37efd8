/** Who a message goes to. The name is what the person typed: adapters treat it as hostile. */
export interface Recipient {
  readonly email: string;
  readonly name: string | null;
}

/** What a message says, before any words are chosen. */
export type MessageContent =
  | {
      readonly template: 'activation-code';
      readonly digits: string;
      /** 1 for the first code of a sign-up, 2 for the next: shown from the second on. */
      readonly number: number;
      readonly lifeSeconds: number;
    }
  | { readonly template: 'account-exists' };

export type Template = MessageContent['template'];

/** The application in whose name a message speaks. */
export interface Sender {
  readonly applicationName: string;
  /** BCP 47 tag of the language for people whose own is not spoken here. */
  readonly defaultLocale: string;
}

/** One mail to one recipient. */
export interface Message {
  readonly recipient: Recipient;
  /** BCP 47 tag of the recipient's language, where it is known. */
  readonly locale: string | null;
  readonly sender: Sender;
  readonly content: MessageContent;
}
