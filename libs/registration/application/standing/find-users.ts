import {
  type AnswerOf,
  err,
  type FieldError,
  type LookUp,
  type LookUps,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import {
  type FindAccountStanding,
  type FindIdsOfAddress,
  type FindUser,
  type FindUsers,
  type FindUsersOfAddress,
  type FindWasActivated,
  LEAST_ASCII,
  type SearchUsers,
  searchTextOf,
} from '../../contract/queries/find-users.js';
import type { UserRecord } from '../../contract/read-models/user-record.js';
import { notAnAddress } from '../../contract/refusals.js';
import { EmailAddress } from '../../domain/email-address.js';
import type { AccountStandings, UserViews } from '../ports/standing.js';

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

export class SearchUsersHandler implements QueryHandler<SearchUsers> {
  constructor(private readonly ports: { readonly users: UserViews; readonly lookUps: LookUps }) {}

  async execute(
    { text: typed, state = null, after = null, limit }: SearchUsers,
    context: QueryContext,
  ): Promise<AnswerOf<SearchUsers>> {
    const text = searchTextOf(typed);
    if (text === null) return err(refusal('validation-failed', { errors: [tooShort] }));
    const { application } = context;
    const most = limit ?? USUAL_LIMIT;
    const found = await this.ports.users.matching({ application, text, state, after, limit: most + 1 });
    const page = pageOf(found, most, ({ id }) => id);
    await this.ports.lookUps.note(lookUp('part', page.entries), context);
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

export class FindAccountStandingHandler implements QueryHandler<FindAccountStanding> {
  constructor(private readonly ports: { readonly standings: AccountStandings }) {}

  async execute(
    { userId }: FindAccountStanding,
    { application }: QueryContext,
  ): Promise<AnswerOf<FindAccountStanding>> {
    const found = await this.ports.standings.of({ application, userId });
    return found ? ok(found) : err(refusal('account-unknown'));
  }
}

export class FindWasActivatedHandler implements QueryHandler<FindWasActivated> {
  constructor(private readonly ports: { readonly users: UserViews }) {}

  async execute({ userId }: FindWasActivated, { application }: QueryContext): Promise<AnswerOf<FindWasActivated>> {
    const user = await this.ports.users.byId({ application, userId });
    return ok(user !== null && user.activatedAt !== null);
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

const tooShort: FieldError = {
  pointer: '/text',
  code: 'text-too-short',
  message: `Must be longer than or equal to ${LEAST_ASCII} characters`,
  values: { limit: LEAST_ASCII },
};
