import {
  err,
  type IdGenerator,
  type NewEvent,
  ok,
  type Refusal,
  type Result,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { RegistrationEvent } from '../../contract/events.js';
import type { Profile } from '../../contract/read-models/profile.js';
import type { RegistrationRefusalCode } from '../../contract/refusals.js';
import { type CodePurpose, purposes } from '../../domain/code/purposes.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import { authenticationFailed, issueNotice } from '../../domain/user/account-events.js';
import type { ChargedTries, ChargedTry, Settlement } from '../ports/charged-tries.js';
import type { CodeSituation, Codes, Effect, Holder, HolderKey, TargetedCode } from '../ports/codes.js';
import type { Gain, VerifyCode, WrongCode } from './verify-code.js';

export interface AccountAttempt<No extends RegistrationRefusalCode = never> {
  readonly key: HolderKey;
  readonly purpose: CodePurpose;
  readonly typed: string;
  readonly policy: RegistrationPolicy;
  /** A password's charge that stands already, and ends with the proof. */
  readonly charge?: ChargedTry;
  /**
   * Why nothing is compared where no account may use such a code. Absent: anyone who types it is a stranger until it is
   * right, and the answer is the same with and without an account.
   */
  readonly closedTo?: (holder: Holder | null) => Refusal<No>;
  /** What the right code does, and the fact that it makes; or why it may do nothing: then it stays as it is. */
  readonly effectOf: (
    holder: Holder,
    code: TargetedCode,
    eventId: string,
  ) => ProvenFacts | Promise<Result<ProvenFacts, Refusal<No>>>;
  /** Whether what a used code has done still stands, as this attempt would have it. */
  readonly stands: (holder: Holder, code: TargetedCode) => boolean | Promise<boolean>;
}

export interface ProvenFacts {
  readonly effect: Effect;
  readonly event: NewEvent<RegistrationEvent>;
  /** The change of address that the notice is about. */
  readonly changeId?: string;
}

/** The profile as it is then; null where the same proof has succeeded before and still stands: nothing was written. */
type AccountProof<No extends RegistrationRefusalCode> = Result<Profile | null, Refusal<WrongCode | 'throttled' | No>>;

/** Proves something for an account by a code: its phone, its new address or, for a new password, its mailbox again. */
export class AccountProver {
  constructor(
    private readonly codes: Pick<Codes, 'situationOf'>,
    private readonly tries: Pick<ChargedTries, 'chargeNetwork' | 'settle'>,
    private readonly verifyCode: VerifyCode,
    private readonly ids: IdGenerator,
  ) {}

  async prove<No extends RegistrationRefusalCode = never>(attempt: AccountAttempt<No>): Promise<AccountProof<No>> {
    const { key, purpose, policy } = attempt;
    const charged = attempt.charge
      ? ({ admitted: true, charge: attempt.charge } as const)
      : await this.tries.chargeNetwork(key, policy.guessing);
    if (!charged.admitted) return err(refusal('throttled', { retryAfterSeconds: charged.retryAfterSeconds }));
    let answer: AccountProof<No> | null = null;
    let read: CodeSituation | null = null;
    try {
      answer = await untilSettled(async () => {
        read = await this.codes.situationOf(key, purpose, policy.codes[purpose]);
        return this.#decide(read, attempt);
      });
      return answer;
    } finally {
      await this.tries.settle({ email: '', ...key }, charged.charge, this.#settlement(answer, read, attempt));
    }
  }

  /** A failure stays counted; what broke was none. Only a proof ends what was counted of passwords. */
  #settlement<No extends RegistrationRefusalCode>(
    answer: AccountProof<No> | null,
    read: CodeSituation | null,
    { key, charge }: AccountAttempt<No>,
  ): Settlement {
    if (answer === null) return { password: charge ? 'give-back' : 'keep', network: 'give-back' };
    if (answer.ok) return { password: charge ? 'forget' : 'keep', network: 'give-back' };
    if (answer.error.code !== 'code-invalid') return { password: 'keep', network: 'give-back' };
    const userId = 'userId' in key ? key.userId : (read?.holder?.id ?? null);
    const event = authenticationFailed(this.ids.next(), userId, key.network, 'code-wrong');
    return { password: 'keep', network: 'keep', event };
  }

  async #decide<No extends RegistrationRefusalCode>(
    { now, codes, used, holder }: CodeSituation,
    attempt: AccountAttempt<No>,
  ): Promise<AccountProof<No> | 'stale'> {
    const { key, purpose, typed, policy, closedTo } = attempt;
    const admitted = holder?.state === 'active' ? holder : null;
    if (!admitted && closedTo) return err(closedTo(holder));
    if (admitted && (await this.#isRepeated(used, admitted, attempt))) return ok(null);
    return this.verifyCode.verify<TargetedCode, No>({
      application: key.application,
      purpose,
      typed,
      policy,
      now,
      codes,
      address: '',
      // A wrong code of an address is counted by the same statement for every address, so it asks for no account.
      holder: closedTo ? admitted : null,
      gainOf: (code) => (admitted && code.userId === admitted.id ? this.#gain(admitted, code, attempt) : null),
    });
  }

  /** A used code proves nothing any more, so comparing it is free: somebody has clicked twice, or lost the answer. */
  async #isRepeated<No extends RegistrationRefusalCode>(
    used: readonly TargetedCode[],
    holder: Holder,
    { typed, stands }: AccountAttempt<No>,
  ): Promise<boolean> {
    const code = used.find((each) => each.userId === holder.id && this.verifyCode.matches(each, typed));
    return code !== undefined && (await stands(holder, code));
  }

  async #gain<No extends RegistrationRefusalCode>(
    holder: Holder,
    code: TargetedCode,
    attempt: AccountAttempt<No>,
  ): Promise<Result<Gain, Refusal<No>>> {
    const facts = await attempt.effectOf(holder, code, this.ids.next());
    if ('ok' in facts && !facts.ok) return facts;
    const { effect, event, changeId } = 'ok' in facts ? facts.value : facts;
    const { noticeOfProof: kind } = purposes[attempt.purpose];
    const issued = kind
      ? issueNotice({ id: this.ids.next(), eventId: this.ids.next() }, holder.id, kind, changeId)
      : null;
    return ok({
      users: [{ id: holder.id, version: holder.version }],
      effect,
      events: [event, ...(issued ? [issued.event] : [])],
      notice: issued?.notice ?? null,
    });
  }
}
