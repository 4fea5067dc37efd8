import {
  type AnswerOf,
  err,
  type FieldError,
  type LookUps,
  ok,
  pageOf,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type { SearchUsers } from '../../contract/queries/find-users.js';
import { LEAST_ASCII, searchTextOf } from '../../contract/queries/search-text.js';
import type { UserViews } from '../ports/user-views.js';

const tooShort: FieldError = {
  pointer: '/text',
  code: 'text-too-short',
  message: `Must be longer than or equal to ${LEAST_ASCII} characters`,
  values: { limit: LEAST_ASCII },
};

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
    const userIds = page.entries.map(({ id }) => id);
    await this.ports.lookUps.note({ act: 'users.looked-up', by: 'part', userIds }, context);
    return ok({ users: page.entries, nextAfter: page.nextAfter });
  }
}
