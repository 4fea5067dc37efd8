import {
  type AnswerOf,
  type CommandContext,
  err,
  ok,
  type PersonalRecords,
  type PersonKey,
  type QueryContext,
  type QueryHandler,
  type Refusal,
  type Result,
  refusal,
} from '@gatehouse/kernel';
import type { FindAccountRecords, FindProfile } from '../../contract/queries/own-account.js';
import type { Profile } from '../../contract/read-models/profile.js';
import type { AccountRecordViews, Accounts, OwnAccount, ProfileViews } from '../ports/accounts.js';
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

export class FindProfileHandler implements QueryHandler<FindProfile> {
  constructor(private readonly ports: { readonly profiles: ProfileViews }) {}

  async execute(_query: FindProfile, context: QueryContext): Promise<AnswerOf<FindProfile>> {
    const person = personOf(context);
    const found = person && (await this.ports.profiles.of(person));
    return found ? open(found.state, found) : err(refusal('account-unknown'));
  }
}

export class FindAccountRecordsHandler implements QueryHandler<FindAccountRecords> {
  /** @param others what the other contexts hold about people */
  constructor(
    private readonly ports: { readonly records: AccountRecordViews; readonly others: readonly PersonalRecords[] },
  ) {}

  async execute(_query: FindAccountRecords, context: QueryContext): Promise<AnswerOf<FindAccountRecords>> {
    const person = personOf(context);
    const records = person && (await this.ports.records.of(person));
    if (!person || !records) return err(refusal('account-unknown'));
    const own = open(records.account.state, records);
    if (!own.ok) return own;
    const found = await Promise.all(
      this.ports.others.map(async (other) => [other.name, await other.find(person)] as const),
    );
    return ok({ ...records, ...Object.fromEntries(found) });
  }
}

const personOf = ({ application, actor }: QueryContext): PersonKey | null =>
  actor ? { application, userId: actor.userId } : null;

/** Who is not active has nothing to see. */
function open<T>(
  state: 'pending' | 'active' | 'suspended',
  value: T,
): Result<T, Refusal<'account-unknown' | 'account-suspended'>> {
  if (state === 'active') return ok(value);
  return err(refusal(state === 'suspended' ? 'account-suspended' : 'account-unknown'));
}
