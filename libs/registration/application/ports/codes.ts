import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { CodeMessageOutcome, MailedCode, TakenAddress, TextedCode } from '../../contract/commands/messages.js';
import type { RegistrationEvent } from '../../contract/events.js';
import type { Profile } from '../../contract/read-models/profile.js';
import type { CodeEvent, IssuedCode, SentCode } from '../../domain/code/code.js';
import type { CodePurpose } from '../../domain/code/purposes.js';
import type { CodePolicy, MessageLimits, RegistrationPolicy } from '../../domain/policy.js';
import type { IssuedNotice } from '../../domain/user/account-events.js';
import type { RegistrationProof, RegistrationProven } from '../../domain/user/prove-registration.js';
import type { PendingCandidate } from '../../domain/user/user.js';
import type { AddressKey, ChargedTry } from './charged-tries.js';
import type { CodeHistory, RecipientKey } from './message-history.js';

export interface NewCode {
  readonly code: IssuedCode;
  readonly event: CodeEvent;
  /** What an administrator who asks is noted for. */
  readonly act?: { readonly act: string; readonly subject: string };
  /** Of a code that takes the password: its hash, and the notice to the account's owner. */
  readonly asked?: {
    readonly provenHash: string;
    readonly notice: IssuedNotice;
    readonly events: readonly NewEvent<RegistrationEvent>[];
  };
}

/** What has become of a code's message. */
export type MessageOutcome = Required<CodeMessageOutcome>;

/** `textsPerDay` for an SMS: how many the application sends within a day. */
export interface CodeMessageLimits extends MessageLimits {
  readonly textsPerDay: number | null;
}

/** An account by its id; or an address (canonical) with its codes, and the account that owns it, if any does. */
export type HolderKey = { readonly application: string; readonly network: string | null } & (
  | { readonly userId: string }
  | { readonly email: string }
);

/** The account that a code is to prove something for. */
export interface Holder {
  readonly id: string;
  readonly version: number;
  readonly state: 'pending' | 'active' | 'suspended';
  /** Canonical. */
  readonly email: string;
  readonly phone: string | null;
  readonly phoneVerified: boolean;
  readonly name: string | null;
  readonly surname: string | null;
  readonly passwordHash: string;
  readonly credentialsVersion: number;
}

/** A code of an account, which says what it proves. */
export interface TargetedCode extends SentCode {
  readonly target: string;
}

export interface CodeSituation {
  readonly now: Date;
  readonly holder: Holder | null;
  /** Codes of the purpose, newest first, neither consumed nor void. All have the same target. */
  readonly codes: readonly TargetedCode[];
  /** Those that have proven something already, as long as they would live. */
  readonly used: readonly TargetedCode[];
}

/** A user as read: the guard of what is written. */
type ReadUser = Pick<PendingCandidate, 'id' | 'version'>;

/** What the right code does, in the statement that consumes it. */
export type Effect =
  /** The code's target is the account's phone from now on, and verified. */
  | { readonly kind: 'phone-verified' }
  /** The code's target is the account's address from now on, and verified. */
  | { readonly kind: 'email-changed'; readonly changeId: string; readonly undoSeconds: number }
  /** Every session ends: `credentialsVersion` is one more than the holder's. */
  | { readonly kind: 'password-replaced'; readonly passwordHash: string }
  /** The users' mailbox or phone is proven, the password's charge ends, and one of them becomes the account if none lacks more. */
  | {
      readonly kind: 'registration-proven';
      readonly key: AddressKey;
      readonly charged: ChargedTry;
      readonly proof: RegistrationProof;
      /** The code's own registration. */
      readonly own: string;
      readonly activates: string | null;
      readonly facts: Omit<RegistrationProven, 'verified'>;
    };

/** A right code, whom it proves something for and what follows. */
export interface Winner {
  readonly codeId: string;
  readonly users: readonly ReadUser[];
  readonly effect: Effect;
  readonly events: readonly NewEvent<RegistrationEvent>[];
  /** To the address that the account has had so far. */
  readonly notice: IssuedNotice | null;
}

export interface CodeTry {
  readonly application: string;
  readonly purpose: CodePurpose;
  /** The address or phone whose codes share their tries. */
  readonly target: string;
  /** Every code that counts this try. */
  readonly charge: readonly { readonly id: string; readonly sharesTries: boolean }[];
  /** Of a wrong try: the account that must be as read; null where none is asked for. */
  readonly holder: ReadUser | null;
  /** Null for a wrong try. */
  readonly winner: Winner | null;
  readonly policy: CodePolicy;
}

export type CodeTryOutcome =
  /** The profile of the account or, of a registration that lacks something yet, of the code's own. */
  | { readonly kind: 'proven'; readonly profile: Profile }
  | { readonly kind: 'counted' }
  /** What was read is no longer so, and nothing was written: read and decide again. */
  | { readonly kind: 'stale' }
  /** Another account owns the address by now, and nothing was written. */
  | { readonly kind: 'taken' };

interface WayToSend extends Pick<IssuedCode, 'id' | 'keyId' | 'digits' | 'lifeSeconds'> {
  readonly number: number;
  readonly locale: string | null;
}

export type CodeToSend = WayToSend &
  (Pick<MailedCode, 'purpose' | 'recipient' | 'userId' | 'redirect'> | Pick<TextedCode, 'purpose' | 'recipient'>);

export type Dispatch =
  | { readonly kind: 'send'; readonly code: CodeToSend }
  /** Another account owns the address: its owner is notified, and no code is sent. */
  | ({ readonly kind: 'taken' } & Pick<TakenAddress, 'purpose' | 'recipient' | 'locale'>)
  | { readonly kind: 'already-accepted' }
  /** A code of an address that no account has: it is open as any other, and goes nowhere. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/** Codes of every purpose. Every method is one atomic statement. */
export interface Codes {
  historyOf(key: RecipientKey, purpose: CodePurpose, policy: CodePolicy): Promise<CodeHistory>;

  /**
   * Takes a message slot for the recipient and, where there is a code, writes it and voids the user's earlier ones of the
   * same purpose and another target. False when the limits leave no slot now, or the user is gone, or its password is not
   * the one that was proven.
   * @param next null if no message is to be sent: the recipient is throttled all the same
   * @param context who asked: an administrator is noted, and the answer of a call that may be repeated is kept
   */
  issue(key: RecipientKey, next: NewCode | null, limits: CodeMessageLimits, context: CommandContext): Promise<boolean>;

  /** Reads what a typed code is to be judged by. */
  situationOf(key: HolderKey, purpose: CodePurpose, policy: CodePolicy): Promise<CodeSituation>;

  /** Counts the try on every charged code and, where one was right, consumes it and applies its effect. */
  try(attempt: CodeTry): Promise<CodeTryOutcome>;

  /**
   * Makes a code valid for `sendTimeoutSeconds` plus its life, and returns what to send. Where the address has used
   * up the tries of short codes meanwhile, the code is lengthened first: no message leaves with a dead code.
   * A code whose account may not use it any more is over, and so is one that was given up, unless it is tried again and
   * none has followed it.
   */
  dispatch(
    application: string,
    codeId: string,
    sending: { readonly sendTimeoutSeconds: number; readonly isRetried: boolean },
    policies: RegistrationPolicy['codes'],
  ): Promise<Dispatch>;

  /**
   * Starts the code's life now; a second call changes nothing. False when there is no such code.
   * @param isFollowed whether more will be told of its message
   */
  start(application: string, codeId: string, isFollowed: boolean): Promise<boolean>;

  /** Notes what has become of codes' messages, unless more is known. Codes that are gone are passed over. */
  recordOutcomes(application: string, outcomes: readonly MessageOutcome[]): Promise<void>;

  /** Notes that the message will never arrive. False when there is no such code. */
  abandon(application: string, codeId: string, reason: string): Promise<boolean>;
}

/** Derives a code's digits from its id. Deterministic, so that a repeated message carries the same code. */
export interface CodeDigits {
  /** The key that new codes use. */
  readonly currentKeyId: string;

  /** Whether the ring still has a key. Codes of one that it has not can be compared with nothing any more. */
  knows(keyId: string): boolean;

  /** `digits` decimal digits, zero-padded. @throws Error when the key is not in the ring */
  of(code: { readonly id: string; readonly keyId: string; readonly digits: number }): string;
}
