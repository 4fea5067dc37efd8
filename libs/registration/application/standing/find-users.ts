import {
  type AnswerOf,
  err,
  type LookUp,
  type LookUps,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import { notAnAddress } from '../../contract/not-an-address.js';
import type { FindIdsOfAddress, FindUser, FindUsers, FindUsersOfAddress } from '../../contract/queries/find-users.js';
import type { UserRecord } from '../../contract/read-models/user-record.js';
import { EmailAddress } from '../../domain/email-address.js';
import type { UserViews } from '../ports/user-views.js';

export class FindUsersHandler implements QueryHandler<FindUsers> {
  constructor(private readonly ports: { readonly users: UserViews; readonly lookUps: LookUps }) {}

  async execute(
    { state = null, createdFrom = null, createdBefore = null, after = null, limit }: FindUsers,
    context: QueryContext,
  ): Promise<AnswerOf<FindUsers>> {
    const { application } = context;
    const most = limit ?? USUAL_LIMIT;
    const wanted = { application, state, createdFrom, createdBefore, after, limit: most + 1 };
    const page = pageOf(await this.ports.users.search(wanted), most, ({ id }) => id);
    await this.ports.lookUps.note(lookUp('list', page.entries), context);
    return ok({ users: page.entries, nextAfter: page.nextAfter });
  }
}

export class FindUsersOfAddressHandler implements QueryHandler<FindUsersOfAddress> {
  constructor(private readonly ports: { readonly users: UserViews; readonly lookUps: LookUps }) {}

  async execute({ email }: FindUsersOfAddress, context: QueryContext): Promise<AnswerOf<FindUsersOfAddress>> {
    const users = await ofAddress(this.ports.users, context.application, email);
    if (!users) return noAddress();
    await this.ports.lookUps.note(lookUp('address', users), context);
    return ok({ users });
  }
}

export class FindUserHandler implements QueryHandler<FindUser> {
  constructor(private readonly ports: { readonly users: UserViews; readonly lookUps: LookUps }) {}

  async execute({ userId }: FindUser, context: QueryContext): Promise<AnswerOf<FindUser>> {
    const found = await this.ports.users.byId({ application: context.application, userId });
    if (!found) return err(refusal('user-unknown'));
    await this.ports.lookUps.note(lookUp('id', [found]), context);
    return ok(found);
  }
}

export class FindIdsOfAddressHandler implements QueryHandler<FindIdsOfAddress> {
  constructor(private readonly ports: { readonly users: UserViews }) {}

  async execute({ email }: FindIdsOfAddress, { application }: QueryContext): Promise<AnswerOf<FindIdsOfAddress>> {
    const users = await ofAddress(this.ports.users, application, email);
    return users ? ok(users.map(({ id, state }) => ({ id, state }))) : noAddress();
  }
}

/** Null where it is no address. */
async function ofAddress(users: UserViews, application: string, email: string): Promise<UserRecord[] | null> {
  const address = EmailAddress.parse(email);
  return address.ok ? users.ofAddress({ application, canonicalEmail: address.value.canonical }) : null;
}

const noAddress = () => err(refusal('validation-failed', { errors: [notAnAddress] }));

const lookUp = (by: LookUp['by'], users: readonly UserRecord[]): LookUp => ({
  act: 'users.looked-up',
  by,
  userIds: users.map(({ id }) => id),
});
