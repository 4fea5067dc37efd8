import {
  type CommandBus,
  type CommandContext,
  err,
  internalContext,
  ok,
  type QueryBus,
  queryWith,
  type Result,
} from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { AuthenticateUser, FindAccountStanding } from '@gatehouse/registration/contract';
import type { AccountStanding, Accounts, ProvenAccount } from '../../application/ports/accounts.js';
import type { AccessRefusal } from '../../contract/refusals.js';

type AccountRefusal = AccessRefusal<'credentials-invalid' | 'activation-required' | 'account-suspended' | 'throttled'>;

/** Reaches the registration context through its contract. An account is its whole profile. */
export class RegistrationAccounts implements Accounts {
  /** @param bus asked for at each use, because the bus itself is made of handlers such as those that use this */
  constructor(
    private readonly bus: () => CommandBus,
    private readonly queries: QueryBus,
  ) {}

  async authenticate(
    credentials: { readonly email: string; readonly password: string },
    context: CommandContext,
  ): Promise<Result<ProvenAccount, AccountRefusal>> {
    const found = await this.bus().execute(commandFrom(AuthenticateUser, credentials), context);
    if (found.ok) return ok({ account: found.value.profile, credentialsVersion: found.value.credentialsVersion });
    const { code, ...more } = found.error;
    if (isOfAccess(code)) return err({ code, ...more });
    throw new Error(`Registration refuses a command of access's: ${code}`);
  }

  async standingOf(application: string, userId: string): Promise<AccountStanding | null> {
    const query = queryWith(FindAccountStanding, { userId });
    const found = await this.queries.ask(query, internalContext(application));
    return found.ok ? found.value : null;
  }
}

const PASSED_ON = ['credentials-invalid', 'activation-required', 'account-suspended', 'throttled'] as const;

const isOfAccess = (code: string): code is (typeof PASSED_ON)[number] => PASSED_ON.some((known) => known === code);
