import type { NewEvent } from '@gatehouse/kernel';
import type { AuthenticationFailed } from '../../contract/events.js';
import type { ActivationCode } from '../../domain/code/activation-code.js';
import type { SentCode } from '../../domain/code/code.js';
import type { CodePolicy, GuessingLimits } from '../../domain/policy.js';
import type { RegistrationProof } from '../../domain/user/prove-registration.js';
import type { AddressOwner, PendingCandidate } from '../../domain/user/user.js';
import type { HashDecoy } from './password-hasher.js';

export interface AddressKey {
  readonly application: string;
  /** Canonical form. */
  readonly email: string;
  readonly network: string | null;
}

/**
 * A try that counts as a failure from before anything is compared until it is settled: of any number at once, only those
 * that were charged are compared.
 */
export interface ChargedTry {
  /** Microseconds since 1970 by the database's clock, which distinguish this charge from others. */
  readonly at: string;
}

/** What is left of a charge once the outcome is known. */
export interface Settlement {
  /**
   * Of the account and network: `forget` the whole count, because the owner's password was right; `give-back` this try
   * alone; or `keep` it.
   */
  readonly password: 'forget' | 'give-back' | 'keep';
  /** Of all that the network has failed at. */
  readonly network: 'give-back' | 'keep';
  /** The fact to write, where somebody failed. */
  readonly event?: NewEvent<AuthenticationFailed>;
}

export interface Refused {
  readonly admitted: false;
  readonly retryAfterSeconds: number;
}

export type NetworkCharge = Refused | { readonly admitted: true; readonly charge: ChargedTry };

/** A code that was sent to a registration that is not proven, by mail (`ActivationCode`) or by SMS. */
export type RegistrationCode = SentCode & Pick<ActivationCode, 'userId'>;

/** All that a password and the code of a registration are judged by. */
export interface AddressSituation {
  readonly now: Date;
  readonly owner: AddressOwner | null;
  /** Registrations that are not proven: pending ones, and those that another one of the address has superseded. */
  readonly unproven: readonly PendingCandidate[];
  /** What a proof of a password costs in this application beside our own hash. */
  readonly decoys: readonly HashDecoy[];
  /** Codes for the proof in question, newest first, neither consumed nor void. */
  readonly codes: readonly RegistrationCode[];
}

export type ChargedSituation = Refused | (AddressSituation & { readonly admitted: true; readonly charge: ChargedTry });

/** Counts what may be a guess before it is compared. Every method is one atomic statement. */
export interface ChargedTries {
  /**
   * Charges a password try to the address and the network, and reads what it is to be judged by. Every charge has to be
   * settled.
   * @param policy of the codes for `proof`: the mailbox by default
   */
  chargePassword(
    key: AddressKey,
    limits: GuessingLimits,
    policy: CodePolicy,
    proof?: RegistrationProof,
  ): Promise<ChargedSituation>;

  /** Reads the same again without counting: after a `stale` outcome. */
  situationAgain(key: AddressKey, policy: CodePolicy, proof?: RegistrationProof): Promise<AddressSituation>;

  /** Charges the network alone, for a code that needs no password. */
  chargeNetwork(key: Pick<AddressKey, 'application' | 'network'>, limits: GuessingLimits): Promise<NetworkCharge>;

  /** Ends a charge as its outcome has it. */
  settle(key: AddressKey, charge: ChargedTry, settlement: Settlement): Promise<void>;
}

/** Delays answers, so that their time reveals nothing about the work behind them. */
export interface AnswerPace {
  /** Does the work, and answers or throws a fixed time after the call, however soon the work was done. */
  keep<T>(work: () => Promise<T>): Promise<T>;
}
