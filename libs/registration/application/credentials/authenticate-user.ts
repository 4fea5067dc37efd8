import {
  type CommandContext,
  type CommandHandler,
  err,
  Overloaded,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { AuthenticateUser } from '../../contract/commands/own-account.js';
import { normalizePassword } from '../../domain/password.js';
import type { Accounts, ProfileViews } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { PasswordCheck } from './password-check.js';

/** Finds the account that an address and a password open. A registration that is not proven opens none. */
export class AuthenticateUserHandler implements CommandHandler<AuthenticateUser> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly passwords: PasswordCheck;
      readonly accounts: Accounts;
      readonly hasher: PasswordHasher;
      readonly profiles: ProfileViews;
    },
  ) {}

  async execute({ email, password }: AuthenticateUser, context: CommandContext): Promise<ResultOf<AuthenticateUser>> {
    const { application } = context;
    const { policy } = await this.ports.applications.get(application);
    const checked = await this.ports.passwords.check({ email, password, priority: 'sign-in' }, context, policy);
    if (!checked.ok) return checked;
    const { owner, key } = checked.value;
    // Also where somebody else owns the address: anyone who registered it cannot see the difference.
    const closed = !owner ? 'activation-required' : owner.state === 'suspended' ? 'account-suspended' : undefined;
    await checked.value.right(closed);
    if (!owner || closed) return err(refusal(closed ?? 'activation-required'));
    const profile = await this.ports.profiles.of({ application, userId: owner.id });
    if (!profile) return err(refusal('credentials-invalid'));
    await this.#renewHash(key, owner, password);
    return ok({ profile, credentialsVersion: owner.credentialsVersion });
  }

  /** This is the one moment when the password itself is at hand. Where there is no room for it now, the next will do. */
  async #renewHash(
    { application, email }: { readonly application: string; readonly email: string },
    { id, passwordHash }: { readonly id: string; readonly passwordHash: string },
    password: string,
  ): Promise<void> {
    if (!this.ports.hasher.isOutdated(passwordHash, application, email)) return;
    try {
      const to = await this.ports.hasher.hashForAddress(normalizePassword(password), application, email, 'sign-in');
      await this.ports.accounts.replaceHash({ application, userId: id }, { from: passwordHash, to });
    } catch (error) {
      if (!(error instanceof Overloaded)) throw error;
    }
  }
}
