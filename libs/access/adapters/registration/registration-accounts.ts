import { type CommandBus, type CommandContext, err, ok, type Result } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/http';
import { AuthenticateUser, type FindProfile, type Profile } from '@gatehouse/registration/contract';
import type { Accounts } from '../../application/ports/accounts.js';
import type { AccessRefusal } from '../../contract/refusals.js';

export type { FindProfile };

type AccountRefusal = AccessRefusal<'credentials-invalid' | 'account-suspended' | 'throttled'>;

/** Reaches the registration context through its contract. An account is its whole profile. */
export class RegistrationAccounts implements Accounts {
  /** @param bus asked for at each use, because the bus itself is made of handlers such as those that use this */
  constructor(
    private readonly bus: () => CommandBus,
    private readonly profiles: FindProfile,
  ) {}

  async authenticate(
    credentials: { readonly email: string; readonly password: string },
    context: CommandContext,
  ): Promise<Result<Profile, AccountRefusal>> {
    const found = await this.bus().execute(commandFrom(AuthenticateUser, credentials), context);
    if (found.ok) return ok(found.value);
    const { code, ...more } = found.error;
    if (code === 'credentials-invalid' || code === 'account-suspended' || code === 'throttled') {
      return err({ code, ...more });
    }
    throw new Error(`Registration refuses a command of access's: ${code}`);
  }

  find(application: string, userId: string): Promise<Profile | null> {
    return this.profiles.execute({ application, userId });
  }
}
