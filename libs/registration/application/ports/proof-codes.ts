import type { CommandContext } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import type { Code } from '../../domain/code/code.js';
import type { IssuedCode } from '../../domain/code/issue-code.js';
import type { CodePurpose } from '../../domain/code/purposes.js';
import type { IssuedNotice } from '../../domain/notice/issue-notice.js';
import type { CodePolicy, MessageLimits } from '../../domain/policy.js';
import type { MessageHistory } from './registrations.js';

/** Who a message goes to: a canonical address or a phone in E.164. */
export interface RecipientKey {
  readonly application: string;
  readonly recipient: string;
  readonly network: string | null;
  /**
   * The account that asks and has proven that it is its owner who does: the message may be taken from its reserve. Without
   * one, the reserve of the account that has the address, where the network asks that activated it.
   */
  readonly reserveOf?: string;
}

/** What must be known of a recipient before another code is sent there. */
export interface RecipientHistory extends MessageHistory {
  /** The same for all SMS of the application, of the last day. */
  readonly textMessages: readonly Date[];
  /** When the latest reset was asked for the recipient. */
  readonly latestReset: Date | null;
  /** Tries at short codes of this purpose within the policy's window. */
  readonly wrongTries: number;
}

export interface NewProofCode {
  readonly code: IssuedCode;
  readonly event: ProofEvent;
  /** Of a new address: the hash of the password that asked for it, and what the address so far is told. */
  readonly asked?: {
    readonly provenHash: string;
    readonly notice: IssuedNotice;
    readonly events: readonly ProofEvent[];
  };
}

export interface ProofEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Limits of one message; `textsPerDay` for an SMS: how many the application sends within a day. */
export interface ProofMessageLimits extends MessageLimits {
  readonly textsPerDay: number | null;
}

/** An account by its id; or an address (canonical) with its codes, and the account that owns it, if any does. */
export type HolderKey = { readonly application: string; readonly network: string | null } & (
  | { readonly userId: string }
  | { readonly email: string }
);

/** The account that a code is to prove something for. */
export interface ProofHolder {
  readonly id: string;
  readonly version: number;
  readonly state: 'pending' | 'active' | 'suspended';
  /** Canonical. */
  readonly email: string;
  readonly emailDeliverable: string;
  readonly emailVerified: boolean;
  readonly phone: string | null;
  readonly phoneVerified: boolean;
  readonly name: string | null;
  readonly surname: string | null;
  readonly locale: string | null;
  readonly passwordHash: string;
  readonly credentialsVersion: number;
}

export interface ProofCode extends Code {
  readonly target: string;
  readonly targetDeliverable: string | null;
}

export interface ProofSituation {
  readonly now: Date;
  readonly holder: ProofHolder | null;
  /** Codes of this purpose, newest first, neither consumed nor void. All have the same target. */
  readonly codes: readonly ProofCode[];
  /** Those that have proven something already, as long as they would live. */
  readonly used: readonly ProofCode[];
  readonly wrongTries: number;
}

/** What the right code does to its account, in the statement that consumes it. */
export type ProofEffect =
  /** The code's target is the account's phone from now on, and verified. */
  | { readonly kind: 'phone-verified' }
  /** The code's target is the account's address from now on, and verified. */
  | { readonly kind: 'email-changed'; readonly changeId: string; readonly undoSeconds: number }
  /** Every session ends: `credentialsVersion` is one more than the holder's. */
  | { readonly kind: 'password-replaced'; readonly passwordHash: string };

export interface ProofTry {
  readonly application: string;
  readonly purpose: CodePurpose;
  /** The account, which must be as read; null for a wrong reset code, which may be nobody's. */
  readonly holder: Pick<ProofHolder, 'id' | 'version' | 'state'> | null;
  /** Every code that counts this try, and what they prove. */
  readonly charge: readonly { readonly id: string; readonly sharesTries: boolean }[];
  readonly target: string;
  /** The code that was right with what follows, or null for a wrong try. */
  readonly winner: {
    readonly codeId: string;
    readonly effect: ProofEffect;
    readonly events: readonly ProofEvent[];
    /** To the address that the account has had so far. */
    readonly notice: IssuedNotice | null;
  } | null;
  readonly policy: CodePolicy;
}

/**
 * `stale`: what was read is no longer so, and nothing was written: read and decide again. `taken`: another account
 * owns the address by now, and nothing was written.
 */
export type ProofOutcome =
  | { readonly kind: 'proven'; readonly profile: Profile }
  | { readonly kind: 'counted' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'taken' };

/** Codes that prove something for an account. Every method is one atomic statement. */
export interface ProofCodes {
  historyOf(key: RecipientKey, purpose: CodePurpose, policy: CodePolicy): Promise<RecipientHistory>;

  /**
   * Takes a message slot for the recipient and, where there is a code, writes it and voids the account's earlier
   * ones of the same purpose and another target. False when the limits leave no slot now, or the account is gone, or its
   * password is not the one that was proven.
   * @param next null where nobody is to get a message: the recipient is throttled all the same
   * @param context of the call: should it come again, its answer is kept
   */
  issue(
    key: RecipientKey,
    next: NewProofCode | null,
    limits: ProofMessageLimits,
    context?: CommandContext,
  ): Promise<boolean>;

  /** Reads what a typed code is to be judged by. */
  situationOf(key: HolderKey, purpose: CodePurpose, policy: CodePolicy): Promise<ProofSituation>;

  /** Counts the try on every charged code and, where one was right, consumes it and applies its effect. */
  prove(attempt: ProofTry): Promise<ProofOutcome>;
}
