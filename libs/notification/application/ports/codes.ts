import type { Recipient } from '../../domain/message/message.js';
import type { MailedPurpose, TakenPurpose } from '../../domain/message/template-of.js';
import type { MessageSource } from './message-source.js';

interface CodeText {
  readonly kind: 'code';
  readonly locale: string | null;
  readonly digits: string;
  readonly number: number;
  readonly lifeSeconds: number;
}

export interface MailedCode extends CodeText {
  readonly purpose: MailedPurpose;
  readonly recipient: Recipient;
  /** Whose code it is. */
  readonly userId: string;
}

export interface TextedCode extends CodeText {
  readonly purpose: 'phone';
  /** E.164. */
  readonly recipient: { readonly phone: string };
}

/** What a code's message is to say, decided at the moment it is sent. */
export type Dispatch =
  | MailedCode
  | TextedCode
  | {
      readonly kind: 'account-exists';
      /** What somebody has tried with the owner's address: to sign up, or to move their account to it. */
      readonly purpose: TakenPurpose;
      readonly recipient: Recipient;
      readonly locale: string | null;
    }
  /** A reset that was asked for nobody's address: its code lives as any other, and nothing is sent. */
  | { readonly kind: 'nobody' };

/** The registration context's codes, as far as sending them goes. */
export type Codes = MessageSource<Dispatch>;
