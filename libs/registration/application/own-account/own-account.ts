import { type CommandContext, err, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { Profile } from '../../contract/read-models/profile.js';
import type { Accounts, OwnAccount } from '../ports/accounts.js';
import type { Holder } from '../ports/codes.js';

/** The caller’s account, as long as it is active: what a signed-in person may change. */
export async function ownAccount(
  accounts: Accounts,
  { application, actor }: CommandContext,
): Promise<Result<OwnAccount, Refusal<'account-unknown' | 'account-suspended'>>> {
  const account = actor ? await accounts.find({ application, userId: actor.userId }) : null;
  if (!account) return err(refusal('account-unknown'));
  return account.profile.state === 'suspended' ? err(refusal('account-suspended')) : ok(account);
}

/** Why no code of an account is of any use to it. */
export const closedTo = (holder: Holder | null): Refusal<'account-suspended' | 'account-unknown'> =>
  refusal(holder?.state === 'suspended' ? 'account-suspended' : 'account-unknown');

/** The profile after a proof; the account's own where the same was proven before. */
export async function profileAfter<No extends string>(
  proof: Result<Profile | null, Refusal<No>>,
  accounts: Accounts,
  context: CommandContext,
): Promise<Result<Profile, Refusal<No | 'account-unknown' | 'account-suspended'>>> {
  if (!proof.ok) return proof;
  if (proof.value) return ok(proof.value);
  const own = await ownAccount(accounts, context);
  return own.ok ? ok(own.value.profile) : own;
}
