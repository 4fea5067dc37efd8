import type { CommandContext } from '@gatehouse/kernel';
import type { Recipient } from '../../domain/message/message.js';

interface CodeText {
  readonly kind: 'code';
  readonly locale: string | null;
  readonly digits: string;
  readonly number: number;
  readonly lifeSeconds: number;
}

export interface MailedCode extends CodeText {
  readonly purpose: 'activation' | 'email-change' | 'password-reset';
  readonly recipient: Recipient;
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
  | { readonly kind: 'account-exists'; readonly recipient: Recipient; readonly locale: string | null }
  /** An earlier attempt was accepted by the provider and its life has begun. */
  | { readonly kind: 'already-accepted' }
  | { readonly kind: 'over'; readonly reason: 'code-over' | 'code-unknown' };

/** The registration context's codes, as far as sending them goes. */
export interface ActivationCodes {
  /** Makes the code valid for the length of one send, and tells what to write to whom. */
  dispatch(codeId: string, sendTimeoutSeconds: number, context: CommandContext): Promise<Dispatch>;
  /** The provider has accepted the message: the code's life begins now. */
  start(codeId: string, context: CommandContext): Promise<void>;
  /** The message is dead: the code will never live. */
  abandon(codeId: string, reason: string, context: CommandContext): Promise<void>;
}
