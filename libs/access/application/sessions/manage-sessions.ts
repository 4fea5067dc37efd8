import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { EndOvertakenSessions, EndSession } from '../../contract/commands/sessions.js';
import type { FindSessions } from '../../contract/queries/find-sessions.js';
import { sessionRevoked } from '../../domain/session/session.js';
import type { Sessions, SessionViews } from '../ports/sessions.js';

/** One's own alone, with the one that asks marked. */
export class FindSessionsHandler implements QueryHandler<FindSessions> {
  constructor(private readonly ports: { readonly sessions: SessionViews }) {}

  async execute(_query: FindSessions, { application, actor }: QueryContext): Promise<AnswerOf<FindSessions>> {
    if (!actor) return err(refusal('account-unknown'));
    const sessions = await this.ports.sessions.of({ application, userId: actor.userId, current: actor.sessionId });
    return ok({ sessions });
  }
}

/** Ends a session of the signed-in person; other people's are as unknown as those that never were. */
export class EndSessionHandler implements CommandHandler<EndSession> {
  constructor(private readonly ports: { readonly sessions: Sessions }) {}

  async execute({ sessionId }: EndSession, { application, actor }: CommandContext): Promise<ResultOf<EndSession>> {
    const ended =
      actor !== undefined &&
      (await this.ports.sessions.revoke(
        { application, id: sessionId, userId: actor.userId },
        sessionRevoked('signed-out'),
      ));
    return ended ? ok(null) : err(refusal('session-unknown'));
  }
}

/** Ends what a change of credentials has overtaken, and with it the access tokens that are about. */
export class EndOvertakenSessionsHandler implements CommandHandler<EndOvertakenSessions> {
  constructor(private readonly ports: { readonly sessions: Sessions }) {}

  async execute(
    { userId, credentialsVersion, keptSession }: EndOvertakenSessions,
    { application }: CommandContext,
  ): Promise<ResultOf<EndOvertakenSessions>> {
    const standing = { credentialsVersion, keptSession };
    await this.ports.sessions.revokeOvertaken({ application, userId }, standing, sessionRevoked('overtaken'));
    return ok(null);
  }
}
