import type { CommandContext } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import type { ActivationCode } from '../../domain/activation-code/activation-code.js';
import type { IssuedCode } from '../../domain/activation-code/issue-code.js';
import type { CodePolicy, GuessingLimits, MessageLimits } from '../../domain/policy.js';
import type { AddressOwner, PendingCandidate, PendingUser } from '../../domain/user/user.js';

/** What must be known of an address before another message is caused to it. */
export interface AddressHistory {
  readonly now: Date;
  /** Times of the messages of the last day, those still to come included, ascending. */
  readonly messages: readonly Date[];
  /** The same for the caller's network, of the last hour. */
  readonly networkMessages: readonly Date[];
  /** Tries at short codes within the policy's window. */
  readonly wrongTries: number;
  /** The latest pending registration, which a further code would be for. */
  readonly latestPending: { readonly id: string } | null;
}

/** All that an activation decides upon, read by one statement which also counts the password try. */
export type ActivationSituation =
  | { readonly admitted: false; readonly retryAfterSeconds: number }
  | {
      readonly admitted: true;
      readonly now: Date;
      readonly owner: AddressOwner | null;
      /** Registrations that nobody has proven: pending ones, and those that another one of the address has superseded. */
      readonly unproven: readonly PendingCandidate[];
      /** Codes of the pending registrations, newest first, neither consumed nor void. */
      readonly codes: readonly ActivationCode[];
      readonly wrongTries: number;
    };

export interface AddressKey {
  readonly application: string;
  /** Canonical form. */
  readonly email: string;
  readonly network: string | null;
}

export interface NewRegistration {
  readonly user: PendingUser;
  readonly code: IssuedCode;
  readonly events: readonly { readonly id: string; readonly type: string; readonly data: object }[];
}

export interface CodeTry {
  readonly key: AddressKey;
  /** Every code that counts this try. */
  readonly charge: readonly { readonly id: string; readonly sharesTries: boolean }[];
  /** The code that was right and the registration it activates, or null for a wrong try. */
  readonly winner: { readonly codeId: string; readonly user: PendingCandidate } | null;
  readonly policy: CodePolicy;
}

/** `stale`: what was read is no longer so, and nothing was written: read and decide again. */
export type CodeTryOutcome =
  | { readonly kind: 'activated'; readonly profile: Profile }
  | { readonly kind: 'counted' }
  | { readonly kind: 'stale' };

/** Where registrations are kept. Every method is one atomic statement. */
export interface Registrations {
  historyOf(key: AddressKey, policy: CodePolicy): Promise<AddressHistory>;

  /** Writes the user, its first code, the message's slot and the events; null when the limits leave no slot. */
  add(
    registration: NewRegistration,
    network: string | null,
    limits: MessageLimits,
  ): Promise<{ createdAt: Date } | null>;

  /**
   * Takes a message slot for the address and, where there is a code, writes it. False when no slot is free now.
   * @param context tells who asked: an administrator is noted
   * @param code null for an address without a pending registration: it is throttled all the same
   */
  addCode(
    key: AddressKey,
    code: { readonly code: IssuedCode; readonly event: NewRegistration['events'][number] } | null,
    limits: MessageLimits,
    context?: CommandContext,
  ): Promise<boolean>;

  /** Counts a password try at the address and reads what it is to be judged by. */
  situationOf(key: AddressKey, limits: GuessingLimits, policy: CodePolicy): Promise<ActivationSituation>;

  /** Reads the same again without counting: after a `stale` outcome. */
  situationAgain(key: AddressKey, policy: CodePolicy): Promise<Extract<ActivationSituation, { admitted: true }>>;

  /** Counts the try on every charged code and, where one was right, consumes it and activates its registration. */
  tryCode(attempt: CodeTry): Promise<CodeTryOutcome>;

  /** The password was right: the growing delay of this account and network ends. */
  forgetPasswordTries(key: AddressKey): Promise<void>;

  /** A wrong password or code counts for the caller's network. */
  countNetworkFailure(key: AddressKey, limits: GuessingLimits): Promise<void>;
}
