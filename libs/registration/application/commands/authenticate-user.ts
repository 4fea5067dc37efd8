import {
  type CommandContext,
  type CommandHandler,
  err,
  Overloaded,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { AuthenticateUser } from '../../contract/commands/authenticate-user.js';
import type { FindProfile } from '../../contract/queries/find-profile.js';
import { EmailAddress } from '../../domain/email-address.js';
import { normalizePassword } from '../../domain/password.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { Registrations } from '../ports/registrations.js';

/** Tells whose account an address and a password open. A registration that nobody has proven opens none. */
export class AuthenticateUserHandler implements CommandHandler<AuthenticateUser> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Registrations,
    private readonly accounts: Accounts,
    private readonly hasher: PasswordHasher,
    private readonly profiles: FindProfile,
  ) {}

  async execute(
    command: AuthenticateUser,
    { application, network }: CommandContext,
  ): Promise<ResultOf<AuthenticateUser>> {
    const { policy } = await this.applications.get(application);
    const email = EmailAddress.parse(command.email);
    // What is no address is answered, in time too, like an address that nobody has.
    const key = { application, email: email.ok ? email.value.canonical : '', network };

    const situation = await this.registrations.situationOf(key, policy.guessing, policy.code);
    if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));

    const { owner, unproven } = situation;
    const users = [...(owner ? [owner] : []), ...unproven];
    const hashes = users.map(({ passwordHash }) => passwordHash);
    const [match] = await this.hasher.matching(command.password, hashes, 'sign-in', situation.decoys);
    if (match === undefined) {
      await this.registrations.countNetworkFailure(key, policy.guessing);
      return err(refusal('credentials-invalid'));
    }
    await this.registrations.forgetPasswordTries(key);
    // Also where somebody else owns the address: whoever registered it cannot tell.
    if (!owner || users[match] !== owner) return err(refusal('activation-required'));
    if (owner.state === 'suspended') return err(refusal('account-suspended'));
    const profile = await this.profiles.execute({ application, userId: owner.id });
    if (!profile) return err(refusal('credentials-invalid'));
    await this.#renewHash(key, owner, command.password);
    return ok({ profile, credentialsVersion: owner.credentialsVersion });
  }

  /** This is the one moment when the password itself is at hand. Where there is no room for it now, the next will do. */
  async #renewHash(
    { application, email }: { readonly application: string; readonly email: string },
    { id, passwordHash }: { readonly id: string; readonly passwordHash: string },
    password: string,
  ): Promise<void> {
    if (!this.hasher.isOutdated(passwordHash, application, email)) return;
    try {
      const to = await this.hasher.hashForAddress(normalizePassword(password), application, email, 'sign-in');
      await this.accounts.replaceHash({ application, userId: id }, { from: passwordHash, to });
    } catch (error) {
      if (!(error instanceof Overloaded)) throw error;
    }
  }
}
