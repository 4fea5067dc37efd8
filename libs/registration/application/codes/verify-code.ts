import { err, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import type { RegistrationRefusalCode } from '../../contract/refusals.js';
import { type SentCode, sharesTries } from '../../domain/code/code.js';
import { judgeCode, type Verdict } from '../../domain/code/judge-code.js';
import type { CodePurpose } from '../../domain/code/purposes.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import type { CodeDigits, Codes, CodeTry, Winner } from '../ports/codes.js';

/** A code that somebody has typed, and all that it is judged by, as read. */
interface TypedCode<C extends SentCode, No extends RegistrationRefusalCode> {
  readonly application: string;
  readonly purpose: CodePurpose;
  readonly typed: string;
  readonly policy: RegistrationPolicy;
  readonly now: Date;
  /** Newest first, neither consumed nor void. */
  readonly codes: readonly C[];
  /** What codes without a target prove. */
  readonly address: string;
  /** The account that a wrong try asks to be as read, if it does. */
  readonly holder: CodeTry['holder'];
  /**
   * What the right code does. Null where it is of no use to the person who typed it: then it counts as a wrong one. A refusal
   * leaves it as it is.
   */
  readonly gainOf: (code: C) => Promise<Result<Gain, Refusal<No>> | null> | Result<Gain, Refusal<No>> | null;
}

export type Gain = Omit<Winner, 'codeId'>;

export type WrongCode = 'code-invalid' | 'code-expired' | 'tries-exhausted';

/** Judges a typed code of any purpose, and writes what follows with one statement. */
export class VerifyCode {
  constructor(
    private readonly codes: Pick<Codes, 'try'>,
    private readonly digits: CodeDigits,
  ) {}

  /** Whether the digits are those of a code that is used already. */
  matches(code: SentCode, typed: string): boolean {
    return this.digits.knows(code.keyId) && this.digits.of(code) === typed;
  }

  /** Answers the profile as it is then; `stale` where what was read is no longer so: read and ask again. */
  async verify<C extends SentCode, No extends RegistrationRefusalCode = never>(
    attempt: TypedCode<C, No>,
  ): Promise<Result<Profile, Refusal<WrongCode | No>> | 'stale'> {
    const verdict = this.#judge(attempt);
    if (verdict.kind === 'exhausted') {
      const { gapSeconds } = attempt.policy.messages;
      return err(refusal('tries-exhausted', { retryAfterSeconds: gapSeconds }));
    }
    const gain = verdict.kind === 'right' ? await attempt.gainOf(verdict.code) : null;
    if (gain && !gain.ok) return gain;
    if (verdict.kind === 'right' && gain) {
      const winner = { codeId: verdict.code.id, ...gain.value };
      const outcome = await this.codes.try({ ...this.#try(verdict.charge, attempt), winner });
      if (outcome.kind === 'proven') return ok(outcome.profile);
      if (outcome.kind !== 'taken') return 'stale';
      // Nothing was written. A right guess must not be cheaper than a wrong one.
    }
    if (verdict.charge.length > 0) {
      const { kind } = await this.codes.try({ ...this.#try(verdict.charge, attempt), winner: null });
      if (kind !== 'counted') return 'stale';
    }
    return err(refusal(verdict.kind === 'late' ? 'code-expired' : 'code-invalid'));
  }

  #judge<C extends SentCode, No extends RegistrationRefusalCode>(attempt: TypedCode<C, No>): Verdict<C> {
    const { typed, purpose, policy, now } = attempt;
    const known = attempt.codes.filter(({ keyId }) => this.digits.knows(keyId));
    // Tries are shared by the codes of one phone, so one phone has its turn: the latest.
    const candidates = known.filter(({ target }) => target === known[0]?.target);
    const used = candidates[0]?.wrongTries ?? 0;
    return judgeCode(typed, candidates, used, policy.codes[purpose], (code) => this.digits.of(code), now);
  }

  #try<C extends SentCode, No extends RegistrationRefusalCode>(
    charged: readonly C[],
    { application, purpose, policy: { codes }, holder, address }: TypedCode<C, No>,
  ) {
    const policy = codes[purpose];
    const charge = charged.map((code) => ({ id: code.id, sharesTries: sharesTries(code, policy) }));
    return { application, purpose, holder, charge, target: charged[0]?.target ?? address, policy };
  }
}
