import { type IdGenerator, type Refusal, refusal } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import { sharesTries } from '../../domain/activation-code/activation-code.js';
import { judgeTry, type Verdict } from '../../domain/activation-code/judge-try.js';
import type { ProofPurpose, RegistrationPolicy } from '../../domain/policy.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type {
  HolderKey,
  ProofCode,
  ProofCodes,
  ProofEffect,
  ProofHolder,
  ProofOutcome,
  ProofSituation,
} from '../ports/proof-codes.js';
import type { Registrations } from '../ports/registrations.js';

export interface TypedCode {
  readonly key: HolderKey;
  readonly purpose: ProofPurpose;
  readonly typed: string;
  readonly policy: RegistrationPolicy;
  /** Whether the account may use such a code now. */
  readonly admits: (holder: ProofHolder) => boolean;
  /** What the right code does, and the facts that it makes. */
  readonly effectOf: (
    holder: ProofHolder,
    code: ProofCode,
  ) => { readonly effect: ProofEffect; readonly events: readonly { readonly type: string; readonly data: object }[] };
}

export type ProofAnswer =
  | { readonly kind: 'proven'; readonly profile: Profile }
  /** There is no account that may use such a code. Nothing was counted. */
  | { readonly kind: 'nobody'; readonly holder: ProofHolder | null }
  /** Another account owns the new address by now. */
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal<'code-invalid' | 'code-expired' | 'tries-exhausted' | 'throttled' | 'busy'>;
      readonly holder: ProofHolder | null;
    };

/** Enough for every loser of a race to read what the winner wrote. */
const MAX_READS = 4;

/** Judges a typed code of any purpose but activation, and writes what follows with one statement. */
export class CodeProver {
  constructor(
    private readonly proofs: ProofCodes,
    private readonly registrations: Pick<Registrations, 'countNetworkFailure'>,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
  ) {}

  async prove(attempt: TypedCode): Promise<ProofAnswer> {
    const { key, purpose, policy } = attempt;
    for (let read = 1; read <= MAX_READS; read++) {
      const situation = await this.proofs.situationOf(key, purpose, policy.codes[purpose], policy.guessing);
      const answer = await this.#decide(situation, attempt);
      if (answer !== 'stale') return answer;
    }
    return { kind: 'refused', refusal: refusal('busy', { retryAfterSeconds: 1 }), holder: null };
  }

  async #decide(situation: ProofSituation, attempt: TypedCode): Promise<ProofAnswer | 'stale'> {
    const { now, networkOpensAt, holder, codes, wrongTries } = situation;
    if (networkOpensAt !== null && networkOpensAt > now) {
      const retryAfterSeconds = Math.ceil((networkOpensAt.getTime() - now.getTime()) / 1000);
      return { kind: 'refused', refusal: refusal('throttled', { retryAfterSeconds }), holder };
    }
    if (!holder || !attempt.admits(holder)) return { kind: 'nobody', holder };

    const policy = attempt.policy.codes[attempt.purpose];
    const comparable = codes.filter(({ keyId }) => this.digits.knows(keyId));
    const verdict = judgeTry(attempt.typed, comparable, wrongTries, policy, (code) => this.digits.of(code), now);
    const outcome = await this.#write(verdict, holder, attempt);
    if (outcome.kind === 'stale') return 'stale';
    if (outcome.kind !== 'counted') return outcome;
    return { kind: 'refused', refusal: await this.#refuse(verdict, attempt), holder };
  }

  #write(
    verdict: Verdict<ProofCode>,
    holder: ProofHolder,
    { key, purpose, policy, effectOf }: TypedCode,
  ): Promise<ProofOutcome> | ProofOutcome {
    const [first] = verdict.kind === 'exhausted' ? [] : verdict.charge;
    if (verdict.kind === 'exhausted' || !first) return { kind: 'counted' };
    const charge = verdict.charge.map((code) => ({
      id: code.id,
      sharesTries: sharesTries(code, policy.codes[purpose]),
    }));
    return this.proofs.prove({
      application: key.application,
      purpose,
      holder,
      charge,
      target: first.target,
      winner: verdict.kind === 'right' ? this.#winner(verdict.code, effectOf(holder, verdict.code)) : null,
      policy: policy.codes[purpose],
    });
  }

  #winner({ id: codeId }: ProofCode, { effect, events }: ReturnType<TypedCode['effectOf']>) {
    return { codeId, effect, events: events.map((event) => ({ id: this.ids.next(), ...event })) };
  }

  async #refuse(verdict: Verdict, { key, policy }: TypedCode) {
    if (verdict.kind === 'late') return refusal('code-expired');
    if (verdict.kind === 'exhausted') {
      return refusal('tries-exhausted', { retryAfterSeconds: policy.messages.gapSeconds });
    }
    await this.registrations.countNetworkFailure({ ...key, email: '' }, policy.guessing);
    return refusal('code-invalid');
  }
}
