import type { CommandContext } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import type { Code } from '../../domain/code/code.js';
import type { IssuedCode } from '../../domain/code/issue-code.js';
import type { CodePolicy, GuessingLimits, MessageLimits } from '../../domain/policy.js';
import type { RegistrationProof } from '../../domain/user/prove-registration.js';
import type { AddressOwner, PendingCandidate, PendingUser } from '../../domain/user/user.js';
import type { ChargedTry, NetworkCharge, Settlement } from './charged-tries.js';
import type { HashDecoy } from './foreign-hashes.js';

/** What must be known of a recipient before another message is caused to it. */
export interface MessageHistory {
  readonly now: Date;
  /** Times of the messages of the last day, those still to come included, ascending. */
  readonly messages: readonly Date[];
  /** Times of the messages that were asked for the recipient in the last day, in any application. */
  readonly messagesAnywhere: readonly Date[];
  /** The same for the caller's network, of the last hour. */
  readonly networkMessages: readonly Date[];
  /** The same for the IPv6 /48 around it; none for IPv4. */
  readonly wideNetworkMessages: readonly Date[];
  /** What an account may have sent beyond the recipient's limits; null where none may. */
  readonly reserve: MessageReserve | null;
}

export interface MessageReserve {
  /** Times of the messages of the last day that were taken from it, ascending. */
  readonly used: readonly Date[];
  /** The recipient is the account's own address, and its network asks: the reserve holds over all applications too. */
  readonly isOwn: boolean;
}

/** The same of an address. */
export interface AddressHistory extends MessageHistory {
  /** Tries at short codes within the policy's window. */
  readonly wrongTries: number;
  /** The latest pending registration whose mailbox is not proven, which a further code would be for. */
  readonly latestPending: { readonly id: string } | null;
  /** The address is an account's: active, or suspended. */
  readonly isOwned: boolean;
}

/** A code that is out to a registration nobody has proven. */
export interface RegistrationCode extends Code {
  readonly userId: string;
  /** The phone that it was sent to; null where it went to the address. */
  readonly target: string | null;
  /** Tries at short codes to that phone or address within the policy's window. */
  readonly wrongTries: number;
}

/** All that an activation decides upon, read by one statement which also charges the password try. */
export type ActivationSituation =
  | { readonly admitted: false; readonly retryAfterSeconds: number }
  | {
      readonly admitted: true;
      readonly now: Date;
      readonly owner: AddressOwner | null;
      /** Registrations that nobody has proven: pending ones, and those that another one of the address has superseded. */
      readonly unproven: readonly PendingCandidate[];
      /** What a proof of a password costs in this application beside our own hash. */
      readonly decoys: readonly HashDecoy[];
      /** Codes for the proof in question, newest first, neither consumed nor void. */
      readonly codes: readonly RegistrationCode[];
    };

export type ChargedSituation =
  | Extract<ActivationSituation, { admitted: false }>
  | (Extract<ActivationSituation, { admitted: true }> & { readonly charge: ChargedTry });

export interface AddressKey {
  readonly application: string;
  /** Canonical form. */
  readonly email: string;
  readonly network: string | null;
}

export interface NewRegistration {
  readonly user: PendingUser;
  readonly code: IssuedCode;
  /** The one that goes by SMS, where the phone is to be proven as well. */
  readonly phoneCode?: IssuedCode;
  readonly events: readonly { readonly id: string; readonly type: string; readonly data: object }[];
}

/** A registration as it was read: the guard of what is written to it. */
type Read = Pick<PendingCandidate, 'id' | 'version'>;

export interface CodeTry {
  readonly key: AddressKey;
  /** The password's charge, which ends where the code is right. */
  readonly charged: ChargedTry;
  readonly proof: RegistrationProof;
  /** The phone that the codes went to; null for the address. */
  readonly target: string | null;
  /** Every code that counts this try. */
  readonly charge: readonly { readonly id: string; readonly sharesTries: boolean }[];
  /** The code that was right, its own registration and what follows, or null for a wrong try. */
  readonly winner: {
    readonly codeId: string;
    readonly userId: string;
    readonly proven: readonly Read[];
    /** Which of them becomes the account. */
    readonly activates: string | null;
  } | null;
  readonly policy: CodePolicy;
}

/** Limits of a sign-up's messages; `textsPerDay` for its SMS: how many the application sends within a day, none unless told. */
export interface RegistrationLimits extends MessageLimits {
  readonly textsPerDay?: number;
}

/** `stale`: what was read is no longer so, and nothing was written: read and decide again. */
export type CodeTryOutcome =
  /** The profile of what became the account or, as long as something is missing, of the code's own registration. */
  { readonly kind: 'proven'; readonly profile: Profile } | { readonly kind: 'counted' } | { readonly kind: 'stale' };

/** Where registrations are kept. Every method is one atomic statement. */
export interface Registrations {
  historyOf(key: AddressKey, policy: CodePolicy): Promise<AddressHistory>;

  /**
   * Writes the user, its first codes, their messages' slots and the events; null when the limits leave no slot.
   * @param context of the call: should it come again, its answer is kept
   */
  add(
    registration: NewRegistration,
    network: string | null,
    limits: RegistrationLimits,
    context?: CommandContext,
  ): Promise<{ createdAt: Date } | null>;

  /**
   * Takes a message slot for the address and, where there is a code, writes it. False when no slot is free now.
   * @param context tells who asked: an administrator is noted, and the answer of a call that may come again is kept
   * @param code null for an address without a pending registration: it is throttled all the same
   */
  addCode(
    key: AddressKey,
    code: {
      readonly code: IssuedCode;
      readonly event: NewRegistration['events'][number];
    } | null,
    limits: MessageLimits,
    context?: CommandContext,
  ): Promise<boolean>;

  /**
   * Charges a password try to the address and the network, and reads what it is to be judged by. Whoever gets a charge
   * settles it.
   * @param policy of the codes for `proof`, which is the mailbox unless told
   */
  situationOf(
    key: AddressKey,
    limits: GuessingLimits,
    policy: CodePolicy,
    proof?: RegistrationProof,
  ): Promise<ChargedSituation>;

  /** Reads the same again without counting: after a `stale` outcome. */
  situationAgain(
    key: AddressKey,
    policy: CodePolicy,
    proof?: RegistrationProof,
  ): Promise<Extract<ActivationSituation, { admitted: true }>>;

  /**
   * Counts the try on every charged code and, where one was right, consumes it, settles the password's charge and writes
   * what it proves.
   */
  tryCode(attempt: CodeTry): Promise<CodeTryOutcome>;

  /** Charges the network alone, for a code that needs no password. */
  chargeNetwork(key: Pick<AddressKey, 'application' | 'network'>, limits: GuessingLimits): Promise<NetworkCharge>;

  /** Ends a charge as its outcome has it. */
  settle(key: AddressKey, charge: ChargedTry, settlement: Settlement): Promise<void>;

  /**
   * Counts an answer that tells of an account like the message that it takes the place of, for the caller's network.
   * False when the network has had its hour's worth.
   */
  countNotice(key: AddressKey, limits: MessageLimits): Promise<boolean>;
}
