import { type AnswerOf, err, ok, type QueryContext, type QueryHandler, refusal } from '@gatehouse/kernel';
import type { FindAccountStanding } from '../../contract/queries/find-account-standing.js';
import type { AccountStandings } from '../ports/user-views.js';

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
