import {
  type AnswerOf,
  err,
  type LookUps,
  ok,
  type QueryContext,
  type QueryHandler,
  refusal,
  USUAL_LIMIT,
} from '@gatehouse/kernel';
import type { FindCodesOfUser } from '../../contract/queries/find-users.js';
import type { CodeViews, UserViews } from '../ports/standing.js';

export class FindCodesOfUserHandler implements QueryHandler<FindCodesOfUser> {
  constructor(
    private readonly ports: {
      readonly users: UserViews;
      readonly codes: CodeViews;
      readonly lookUps: LookUps;
    },
  ) {}

  async execute({ userId }: FindCodesOfUser, context: QueryContext): Promise<AnswerOf<FindCodesOfUser>> {
    const { application } = context;
    if (!(await this.ports.users.byId({ application, userId }))) return err(refusal('user-unknown'));
    const codes = await this.ports.codes.of({ application, userId, limit: USUAL_LIMIT });
    await this.ports.lookUps.note({ act: 'users.looked-up', by: 'id', userIds: [userId] }, context);
    return ok({ codes });
  }
}
