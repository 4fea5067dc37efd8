import { type CommandContext, err, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { RegistrationPolicy } from '../../domain/policy.js';
import type { PasswordTries } from './password-tries.js';

/** Asks a signed-in person for the password again. Wrong ones count and delay as they do at sign-in. */
export class PasswordProof {
  constructor(private readonly tries: PasswordTries) {}

  /** Answers the hash that the password belongs to: the guard of what is written next. */
  async prove(
    account: { readonly id: string; readonly email: string },
    password: string,
    context: CommandContext,
    policy: RegistrationPolicy,
  ): Promise<Result<string, Refusal<'password-wrong' | 'throttled'>>> {
    const charged = await this.tries.charge({ email: account.email, password, priority: 'sign-in' }, context, policy);
    if (!charged.ok) return charged;
    const { owner } = charged.value;
    if (owner?.id !== account.id) {
      await charged.value.failed('password-wrong');
      return err(refusal('password-wrong'));
    }
    await charged.value.right();
    return ok(owner.passwordHash);
  }
}
