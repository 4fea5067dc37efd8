import { type AnswerOf, err, ok, type QueryContext, type QueryHandler, refusal } from '@gatehouse/kernel';
import type { FindSessions } from '../../contract/queries/find-sessions.js';
import type { SessionViews } from '../ports/session-views.js';

/** One's own alone, with the one that asks marked. */
export class FindSessionsHandler implements QueryHandler<FindSessions> {
  constructor(private readonly ports: { readonly sessions: SessionViews }) {}

  async execute(_query: FindSessions, { application, actor }: QueryContext): Promise<AnswerOf<FindSessions>> {
    if (!actor) return err(refusal('account-unknown'));
    const sessions = await this.ports.sessions.of({ application, userId: actor.userId, current: actor.sessionId });
    return ok({ sessions });
  }
}
