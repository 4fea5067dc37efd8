import type { CommandContext } from '@gatehouse/kernel';
import type { NoLongerNeeded } from '../../domain/message/delivery.js';
import type { MailedPurpose, NoticeKind, Recipient, TakenPurpose } from '../../domain/message/message.js';
import type { ToldToHolder } from '../../domain/message/outcome.js';

/** Nothing is to be sent any more. */
interface Over {
  readonly kind: 'over';
  readonly reason: NoLongerNeeded;
}

export interface Sending {
  readonly sendTimeoutSeconds: number;
  /** It was given up before, and somebody has it tried again: it may come back to life if it is still wanted. */
  readonly isRetried: boolean;
}

/** Where what is to be sent comes from. `D` is what it says. */
interface MessageSource<D> {
  /** Says what to write to whom, at the moment it is sent. A code becomes valid for the length of one send. */
  dispatch(
    id: string,
    sending: Sending,
    context: CommandContext,
  ): Promise<D | { readonly kind: 'already-accepted' } | Over>;
  /**
   * The provider has accepted the message: a code's life begins now.
   * @param isFollowed whether the provider will tell what becomes of it
   * @returns whether it is still known; what is gone has gone with its person
   */
  start(id: string, isFollowed: boolean, context: CommandContext): Promise<boolean>;
  /** The message is dead. @returns whether what it was about is still known */
  abandon(id: string, reason: string, context: CommandContext): Promise<boolean>;
}

interface CodeText {
  readonly kind: 'code';
  readonly locale: string | null;
  readonly digits: string;
  readonly number: number;
  readonly lifeSeconds: number;
}

interface MailedCode extends CodeText {
  readonly purpose: MailedPurpose;
  readonly recipient: Recipient;
  /** Whose code it is. */
  readonly userId: string;
  /** Where the page behind its link leads after success; null: nowhere in particular. */
  readonly redirect: string | null;
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
  /** A reset that was asked for an unknown address: its code lives as any other, and nothing is sent. */
  | { readonly kind: 'nobody' };

/** The registration context's codes, as far as sending them goes. */
export interface Codes extends MessageSource<Dispatch> {
  /** What became of codes' messages. Codes that are gone are ignored. */
  tell(told: readonly (ToldToHolder & { readonly codeId: string })[], context: CommandContext): Promise<void>;
}

/** A notice to a person about their account. */
export interface DispatchedNotice {
  readonly kind: 'notice';
  readonly notice: NoticeKind;
  readonly recipient: Recipient;
  readonly locale: string | null;
  /** Of a changed address: what undoes it. */
  readonly undo?: { readonly token: string; readonly lifeSeconds: number };
}

/** The registration context's notices, as far as sending them goes. */
export type Notices = MessageSource<DispatchedNotice>;
