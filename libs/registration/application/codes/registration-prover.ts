import {
  type CommandContext,
  err,
  Overloaded,
  ok,
  type Refusal,
  type Result,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { ActivationProgress } from '../../contract/read-models/activation-progress.js';
import type { RegistrationRefusal } from '../../contract/refusals.js';
import { sharesTries } from '../../domain/code/code.js';
import { judgeCode, type Verdict } from '../../domain/code/judge-code.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import {
  type ProvenRegistrations,
  PURPOSES,
  proveRegistrations,
  type RegistrationProof,
} from '../../domain/user/prove-registration.js';
import type { PendingCandidate } from '../../domain/user/user.js';
import type { PasswordTries, PasswordTry, Situation } from '../credentials/password-tries.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { CodeTry, CodeTryOutcome, RegistrationCode, Registrations } from '../ports/registrations.js';

export interface RegistrationAttempt {
  readonly email: string;
  readonly password: string;
  readonly code: string;
  readonly proof: RegistrationProof;
}

type Answer = Result<ActivationProgress, RegistrationRefusal>;

/** One attempt, with what does not change while it is decided, however often that has to be done. */
interface Attempt extends Pick<RegistrationAttempt, 'code' | 'proof'> {
  readonly tried: PasswordTry;
  readonly policy: RegistrationPolicy;
}

/** Judges a code for a registration: the password tells which one, the code proves its mailbox or its phone. */
export class RegistrationProver {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Pick<Registrations, 'situationAgain' | 'tryCode'>,
    private readonly tries: PasswordTries,
    private readonly digits: CodeDigits,
  ) {}

  async prove({ email, password, ...attempted }: RegistrationAttempt, context: CommandContext): Promise<Answer> {
    const { proof } = attempted;
    const { policy } = await this.applications.get(context.application);
    const charged = await this.tries.charge({ email, password, priority: 'activation', proof }, context, policy);
    if (!charged.ok) return charged;
    const tried = charged.value;
    let situation: Situation = tried.situation;
    try {
      return await untilSettled(async () => {
        const answer = await this.#decide(situation, { ...attempted, tried, policy });
        if (answer === 'stale') {
          situation = await this.registrations.situationAgain(tried.key, policy.codes[PURPOSES[proof]], proof);
        }
        return answer;
      });
    } catch (error) {
      if (error instanceof Overloaded) await tried.right();
      throw error;
    }
  }

  async #decide(situation: Situation, attempt: Attempt): Promise<Answer | 'stale'> {
    const { owner, unproven } = situation;
    const { tried, policy, proof } = attempt;
    if (owner && tried.proven.has(owner.passwordHash)) {
      return refuseOf(tried, owner.state === 'active' ? 'already-active' : 'account-suspended');
    }
    const mine = unproven.filter(({ passwordHash }) => tried.proven.has(passwordHash));
    if (mine.length === 0) {
      await tried.failed('password-wrong');
      return err(refusal('credentials-invalid'));
    }
    const pointless = pointlessProof(mine, proof);
    if (pointless) return refuseOf(tried, pointless);

    const { verdict, proven } = this.#judge(situation, mine, attempt);
    const outcome = await this.#write(verdict, proven, attempt);
    if (outcome.kind === 'stale') return 'stale';
    if (outcome.kind === 'proven') return ok({ ...outcome.profile, missing: [...(proven?.missing ?? [])] });
    return err(await this.#refuseCode(verdict, tried, policy));
  }

  #judge({ owner, codes, now }: Situation, mine: readonly PendingCandidate[], { code: typed, proof, policy }: Attempt) {
    const known = codes.filter(({ userId, keyId }) => mine.some(({ id }) => id === userId) && this.digits.knows(keyId));
    // Tries are shared by the codes of one phone, so one phone has its turn: the latest.
    const candidates = known.filter(({ target }) => target === known[0]?.target);
    const codePolicy = policy.codes[PURPOSES[proof]];
    const judged = judgeCode(
      typed,
      candidates,
      candidates[0]?.wrongTries ?? 0,
      codePolicy,
      (code) => this.digits.of(code),
      now,
    );
    if (judged.kind !== 'right') return { verdict: judged, proven: null };
    const own = mine.find(({ id }) => id === judged.code.userId) as PendingCandidate;
    const proven = proveRegistrations(mine, own, proof);
    // Whoever registers an address that has an owner gets the answers that a free one gives, and never the account.
    const isBarred = proven.missing.length === 0 && (owner !== null || proven.activates === null);
    if (!isBarred && !(owner && proof === 'email')) return { verdict: judged, proven };
    return { verdict: { kind: 'wrong', charge: judged.charge } as const, proven: null };
  }

  #write(
    verdict: Verdict<RegistrationCode>,
    proven: ProvenRegistrations | null,
    { tried, proof, policy }: Attempt,
  ): Promise<CodeTryOutcome> | CodeTryOutcome {
    const [first] = verdict.kind === 'exhausted' ? [] : verdict.charge;
    if (verdict.kind === 'exhausted' || !first) return { kind: 'counted' };
    const codePolicy = policy.codes[PURPOSES[proof]];
    const charge = verdict.charge.map((code) => ({ id: code.id, sharesTries: sharesTries(code, codePolicy) }));
    const winner: CodeTry['winner'] =
      verdict.kind === 'right' && proven ? { codeId: verdict.code.id, userId: verdict.code.userId, ...proven } : null;
    const { key, situation } = tried;
    return this.registrations.tryCode({
      key,
      charged: situation.charge,
      proof,
      target: first.target,
      charge,
      winner,
      policy: codePolicy,
    });
  }

  async #refuseCode(
    verdict: Verdict,
    tried: PasswordTry,
    policy: RegistrationPolicy,
  ): Promise<Refusal<'code-expired' | 'tries-exhausted' | 'code-invalid'>> {
    switch (verdict.kind) {
      case 'late':
        await tried.right();
        return refusal('code-expired');
      case 'exhausted':
        await tried.right();
        return refusal('tries-exhausted', { retryAfterSeconds: policy.messages.gapSeconds });
      default:
        await tried.failed('code-wrong');
        return refusal('code-invalid');
    }
  }
}

/** The password was right, and there is nothing to compare. */
async function refuseOf(tried: PasswordTry, code: RegistrationRefusal['code']): Promise<Answer> {
  await tried.right();
  return err(refusal(code));
}

/** Why none of a person's registrations has any use for such a proof; null where one has. */
export function pointlessProof(mine: readonly PendingCandidate[], proof: RegistrationProof) {
  if (proof === 'email') {
    const waiting = mine.filter(({ state }) => state === 'pending');
    return waiting.length > 0 && waiting.every(({ emailVerified }) => emailVerified) ? 'email-already-verified' : null;
  }
  const asked = mine.filter(({ phoneRequired }) => phoneRequired);
  if (asked.length === 0) return 'phone-not-required';
  return asked.every(({ phoneVerified }) => phoneVerified) ? 'phone-already-verified' : null;
}
