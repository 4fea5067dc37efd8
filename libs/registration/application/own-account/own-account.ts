import { type CommandContext, err, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { Accounts, OwnAccount } from '../ports/accounts.js';

/** The account of whoever calls, as long as it is active: what a signed-in person may change. */
export async function ownAccount(
  accounts: Accounts,
  { application, actor }: CommandContext,
): Promise<Result<OwnAccount, Refusal<'account-unknown' | 'account-suspended'>>> {
  const account = actor ? await accounts.find({ application, userId: actor.userId }) : null;
  if (!account) return err(refusal('account-unknown'));
  return account.profile.state === 'suspended' ? err(refusal('account-suspended')) : ok(account);
}
