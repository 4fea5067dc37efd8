import {
  type CommandContext,
  err,
  type IdGenerator,
  Overloaded,
  ok,
  type Result,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { ActivationProgress } from '../../contract/read-models/profile.js';
import type { RegistrationRefusal } from '../../contract/refusals.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import {
  type ProvenRegistrations,
  PURPOSE_OF_PROOF,
  pointlessProof,
  proveRegistrations,
  type RegistrationProof,
  registrationProven,
} from '../../domain/user/prove-registration.js';
import type { PendingCandidate } from '../../domain/user/user.js';
import type { CheckedPassword, PasswordCheck } from '../credentials/password-check.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { AddressSituation, ChargedTries, RegistrationCode } from '../ports/charged-tries.js';
import type { FeedbackTokens } from '../ports/feedback.js';
import type { Gain, VerifyCode } from './verify-code.js';

interface RegistrationAttempt {
  readonly email: string;
  readonly password: string;
  readonly code: string;
  readonly proof: RegistrationProof;
}

type Answer = Result<ActivationProgress, RegistrationRefusal>;

/** One attempt, with what does not change while it is decided, however often that has to be done. */
interface Attempt extends Pick<RegistrationAttempt, 'code' | 'proof'> {
  readonly checked: CheckedPassword;
  readonly policy: RegistrationPolicy;
}

/** Proves a registration's mailbox or phone by a code: the password identifies the registration. */
export class RegistrationProver {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly tries: Pick<ChargedTries, 'situationAgain'>,
    private readonly passwords: PasswordCheck,
    private readonly verifyCode: VerifyCode,
    private readonly feedbackTokens: FeedbackTokens,
    private readonly ids: IdGenerator,
  ) {}

  async prove({ email, password, ...attempted }: RegistrationAttempt, context: CommandContext): Promise<Answer> {
    const { proof } = attempted;
    const { policy } = await this.applications.get(context.application);
    const attempt = { email, password, priority: 'activation', proof } as const;
    const charged = await this.passwords.check(attempt, context, policy);
    if (!charged.ok) return charged;
    const checked = charged.value;
    let situation: AddressSituation = checked.situation;
    try {
      return await untilSettled(async () => {
        const answer = await this.#decide(situation, { ...attempted, checked, policy });
        if (answer === 'stale') {
          situation = await this.tries.situationAgain(checked.key, policy.codes[PURPOSE_OF_PROOF[proof]], proof);
        }
        return answer;
      });
    } catch (error) {
      if (error instanceof Overloaded) await checked.right();
      throw error;
    }
  }

  async #decide(situation: AddressSituation, attempt: Attempt): Promise<Answer | 'stale'> {
    const { checked, policy, proof, code: typed } = attempt;
    const { owner, mine } = checked.opens(situation);
    if (owner) return refuse(checked, owner.state === 'active' ? 'already-active' : 'account-suspended');
    if (mine.length === 0) {
      await checked.failed('password-wrong');
      return err(refusal('credentials-invalid'));
    }
    const pointless = pointlessProof(mine, proof);
    if (pointless) return refuse(checked, pointless);

    let proven: ProvenRegistrations | null = null;
    const { application, email: address } = checked.key;
    const verified = await this.verifyCode.verify({
      application,
      purpose: PURPOSE_OF_PROOF[proof],
      typed,
      policy,
      now: situation.now,
      codes: situation.codes.filter(({ userId }) => mine.some(({ id }) => id === userId)),
      address,
      holder: null,
      gainOf: (code: RegistrationCode) => {
        const own = mine.find(({ id }) => id === code.userId) as PendingCandidate;
        proven = proveRegistrations(mine, own, proof, situation.owner !== null);
        return proven && ok(this.#gain(proven, own, attempt));
      },
    });
    if (verified === 'stale') return 'stale';
    if (verified.ok) {
      const { id, state } = verified.value;
      const feedbackToken = policy.askFeedback && state === 'active' ? this.feedbackTokens.of(id) : null;
      return ok({ ...verified.value, missing: [...missingOf(proven)], feedbackToken });
    }
    await (verified.error.code === 'code-invalid' ? checked.failed('code-wrong') : checked.right());
    return verified;
  }

  #gain(proof: ProvenRegistrations, own: PendingCandidate, { checked, proof: of }: Attempt): Gain {
    const { verified, ...facts } = registrationProven(proof, of, () => this.ids.next());
    const { proven, activates } = proof;
    const { key, situation } = checked;
    return {
      users: proven.map(({ id, version }) => ({ id, version })),
      effect: { kind: 'registration-proven', key, charged: situation.charge, proof: of, own: own.id, activates, facts },
      events: verified,
      notice: null,
    };
  }
}

const missingOf = (proven: ProvenRegistrations | null): readonly RegistrationProof[] => proven?.missing ?? [];

/** The password was right, and there is nothing to compare. */
async function refuse(checked: CheckedPassword, code: RegistrationRefusal['code']): Promise<Answer> {
  await checked.right();
  return err(refusal(code));
}
