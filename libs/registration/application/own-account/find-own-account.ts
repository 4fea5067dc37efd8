import {
  type AnswerOf,
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
import type { AccountRecordViews, ProfileViews } from '../ports/own-account-views.js';

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
