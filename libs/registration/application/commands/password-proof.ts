import { type CommandContext, err, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { RegistrationPolicy } from '../../domain/policy.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { Registrations } from '../ports/registrations.js';

/** Asks a signed-in person for the password again. Wrong ones count and delay as they do at sign-in. */
export class PasswordProof {
  constructor(
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
  ) {}

  /** Answers the hash that the password belongs to: the guard of what is written next. */
  async prove(
    account: { readonly id: string; readonly email: string },
    password: string,
    { application, network }: CommandContext,
    policy: RegistrationPolicy,
  ): Promise<Result<string, Refusal<'password-wrong' | 'throttled'>>> {
    const key = { application, email: account.email, network };
    const situation = await this.registrations.situationOf(key, policy.guessing, policy.code);
    if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));

    const hashes = situation.owner?.id === account.id ? [situation.owner.passwordHash] : [];
    const [match] = await this.hasher.matching(password, hashes, 'sign-in', situation.decoys);
    const proven = match === undefined ? undefined : hashes[match];
    if (proven === undefined) {
      await this.registrations.countNetworkFailure(key, policy.guessing);
      return err(refusal('password-wrong'));
    }
    await this.registrations.forgetPasswordTries(key);
    return ok(proven);
  }
}
