import { type IdGenerator, type Refusal, type Result, refusal, untilSettled } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import { sharesTries } from '../../domain/code/code.js';
import { judgeCode, type Verdict } from '../../domain/code/judge-code.js';
import { type CodePurpose, purposes } from '../../domain/code/purposes.js';
import { issueNotice, type NoticeKind } from '../../domain/notice/issue-notice.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import { authenticationFailed } from '../../domain/user/failed-authentication.js';
import type { ChargedTry, Settlement } from '../ports/charged-tries.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type {
  HolderKey,
  ProofCode,
  ProofCodes,
  ProofEffect,
  ProofHolder,
  ProofSituation,
} from '../ports/proof-codes.js';
import type { Registrations } from '../ports/registrations.js';

export interface TypedCode {
  readonly key: HolderKey;
  readonly purpose: CodePurpose;
  readonly typed: string;
  readonly policy: RegistrationPolicy;
  /** A charge that stands already: it is the caller's to settle where the proof succeeds. */
  readonly charge?: ChargedTry;
  /** Whether the account may use such a code now. */
  readonly admits: (holder: ProofHolder) => boolean;
  /** What the right code does, and the facts that it makes; or why it may do nothing: then it stays as it is. */
  readonly effectOf: (
    holder: ProofHolder,
    code: ProofCode,
  ) => ProvenFacts | Promise<Result<ProvenFacts, Refusal<'validation-failed'>>>;
  /** Whether what a used code has done still stands, as this attempt would have it. */
  readonly stands: (holder: ProofHolder, code: ProofCode) => boolean | Promise<boolean>;
}

export interface ProvenFacts {
  readonly effect: ProofEffect;
  readonly events: readonly { readonly type: string; readonly data: object }[];
  /** What the account's owner is told of it, at the address so far. */
  readonly notice?: NoticeKind;
  /** The change of address that it is told of. */
  readonly changeId?: string;
}

export type ProofAnswer =
  | { readonly kind: 'proven'; readonly profile: Profile }
  /** The same proof has succeeded before, within its life, and what it did still stands: nothing was written. */
  | { readonly kind: 'repeated'; readonly holder: ProofHolder }
  /** There is no account that may use such a code. Nothing was counted. A reset code is wrong instead. */
  | { readonly kind: 'nobody'; readonly holder: ProofHolder | null }
  /** Another account owns the new address by now. The try was counted as a wrong one. */
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal<
        'code-invalid' | 'code-expired' | 'tries-exhausted' | 'throttled' | 'validation-failed'
      >;
      readonly holder: ProofHolder | null;
    };

/** Judges a typed code of any purpose but activation, and writes what follows with one statement. */
export class CodeProver {
  constructor(
    private readonly proofs: ProofCodes,
    private readonly registrations: Pick<Registrations, 'chargeNetwork' | 'settle'>,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
  ) {}

  async prove(attempt: TypedCode): Promise<ProofAnswer> {
    const { key, policy } = attempt;
    if (attempt.charge) return this.#judge(attempt, attempt.charge);
    const charged = await this.registrations.chargeNetwork(key, policy.guessing);
    if (charged.admitted) return this.#judge(attempt, charged.charge);
    const { retryAfterSeconds } = charged;
    return { kind: 'refused', refusal: refusal('throttled', { retryAfterSeconds }), holder: null };
  }

  /** Whatever comes of it, the charge is settled, unless the proof succeeds and the caller's own charge is the caller's to end. */
  async #judge(attempt: TypedCode, charge: ChargedTry): Promise<ProofAnswer> {
    let answer: ProofAnswer | null = null;
    try {
      answer = await this.#answer(attempt);
      return answer;
    } finally {
      const isRight = answer?.kind === 'proven' || answer?.kind === 'repeated';
      if (!isRight || !attempt.charge) await this.#settle(answer, attempt, charge);
    }
  }

  /** A failure stays counted; what broke was none. */
  async #settle(answer: ProofAnswer | null, attempt: TypedCode, charge: ChargedTry): Promise<void> {
    const { key } = attempt;
    const isWrong = answer?.kind === 'taken' || (answer?.kind === 'refused' && answer.refusal.code === 'code-invalid');
    const holderId = answer !== null && 'holder' in answer ? (answer.holder?.id ?? null) : null;
    const userId = 'userId' in key ? key.userId : holderId;
    const event = authenticationFailed(this.ids.next(), userId, key.network, 'code-wrong');
    const isBroken = answer === null && attempt.charge !== undefined;
    const settlement: Settlement = isWrong
      ? { password: 'keep', network: 'keep', event }
      : { password: isBroken ? 'give-back' : 'keep', network: 'give-back' };
    await this.registrations.settle({ email: '', ...key }, charge, settlement);
  }

  #answer(attempt: TypedCode): Promise<ProofAnswer> {
    const { key, purpose, policy } = attempt;
    return untilSettled(async () =>
      this.#decide(await this.proofs.situationOf(key, purpose, policy.codes[purpose]), attempt),
    );
  }

  async #decide(situation: ProofSituation, attempt: TypedCode): Promise<ProofAnswer | 'stale'> {
    const { now, holder, codes, wrongTries } = situation;
    const admitted = holder !== null && attempt.admits(holder) ? holder : null;
    // Anyone who types the code of an address is a stranger until it is right: nobody's is answered as anybody's.
    if (!admitted && purposes[attempt.purpose].holder === 'user') return { kind: 'nobody', holder };

    if (admitted && (await this.#isRepeated(situation, admitted, attempt)))
      return { kind: 'repeated', holder: admitted };
    const policy = attempt.policy.codes[attempt.purpose];
    const comparable = codes.filter(({ keyId }) => this.digits.knows(keyId));
    const judged = judgeCode(attempt.typed, comparable, wrongTries, policy, (code) => this.digits.of(code), now);
    if (judged.kind === 'right' && admitted && judged.code.userId === admitted.id) {
      return this.#apply(judged, admitted, attempt);
    }
    const verdict = wrongUnlessWon(judged);
    const isCounted = await this.#count(verdict, admitted, attempt);
    return isCounted ? { kind: 'refused', refusal: refuse(verdict, attempt), holder } : 'stale';
  }

  /** A used code proves nothing any more, so comparing it is free: whoever types it again has clicked twice, or lost the answer. */
  async #isRepeated({ used }: ProofSituation, holder: ProofHolder, attempt: TypedCode): Promise<boolean> {
    const typed = used.find(
      (code) => code.userId === holder.id && this.digits.knows(code.keyId) && this.digits.of(code) === attempt.typed,
    );
    return typed !== undefined && (await attempt.stands(holder, typed));
  }

  async #apply(
    verdict: Extract<Verdict<ProofCode>, { kind: 'right' }>,
    holder: ProofHolder,
    attempt: TypedCode,
  ): Promise<ProofAnswer | 'stale'> {
    const facts = await attempt.effectOf(holder, verdict.code);
    if ('ok' in facts && !facts.ok) return { kind: 'refused', refusal: facts.error, holder };
    const winner = this.#winner(holder, verdict.code, 'ok' in facts ? facts.value : facts);
    const outcome = await this.proofs.prove({ ...this.#try(verdict.charge, holder, attempt), winner });
    if (outcome.kind === 'proven' || outcome.kind === 'stale') return outcome.kind === 'stale' ? 'stale' : outcome;
    // Nothing was written. A right guess must not be cheaper than a wrong one.
    const wrong = wrongUnlessWon(verdict);
    if (!(await this.#count(wrong, holder, attempt))) return 'stale';
    return { kind: 'taken' };
  }

  /** False when what was read is no longer so. */
  async #count(verdict: Verdict<ProofCode>, holder: ProofHolder | null, attempt: TypedCode): Promise<boolean> {
    if (verdict.kind === 'exhausted' || verdict.charge.length === 0) return true;
    // A wrong one is counted by the same statement for every address, so it asks for no account.
    const guarded = purposes[attempt.purpose].holder === 'address' ? null : holder;
    const { kind } = await this.proofs.prove({ ...this.#try(verdict.charge, guarded, attempt), winner: null });
    return kind === 'counted';
  }

  #try(charged: readonly ProofCode[], holder: ProofHolder | null, { key, purpose, policy }: TypedCode) {
    const codePolicy = policy.codes[purpose];
    return {
      application: key.application,
      purpose,
      holder,
      charge: charged.map((code) => ({ id: code.id, sharesTries: sharesTries(code, codePolicy) })),
      target: charged[0]?.target ?? '',
      policy: codePolicy,
    };
  }

  #winner({ id: userId }: ProofHolder, { id: codeId }: ProofCode, { effect, events, notice, changeId }: ProvenFacts) {
    const told = notice ? issueNotice(this.ids.next(), userId, notice, changeId) : null;
    const facts = [...events, ...(told ? [told.event] : [])];
    return {
      codeId,
      effect,
      events: facts.map((event) => ({ id: this.ids.next(), ...event })),
      notice: told?.notice ?? null,
    };
  }
}

function refuse(verdict: Verdict, { policy }: TypedCode) {
  if (verdict.kind === 'late') return refusal('code-expired');
  if (verdict.kind === 'exhausted') {
    return refusal('tries-exhausted', { retryAfterSeconds: policy.messages.gapSeconds });
  }
  return refusal('code-invalid');
}

/** What is right and yet nobody's counts as a wrong try. */
const wrongUnlessWon = (verdict: Verdict<ProofCode>): Verdict<ProofCode> =>
  verdict.kind === 'right' ? { kind: 'wrong', charge: verdict.charge } : verdict;
