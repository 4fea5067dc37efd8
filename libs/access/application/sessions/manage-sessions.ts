import {
  type AnswerOf,
  type CommandContext,
  type CommandHandler,
  err,
  type LookUps,
  ok,
  type QueryContext,
  type QueryHandler,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { EndOvertakenSessions, EndSession, EndSessionsOfUser } from '../../contract/commands/sessions.js';
import type { FindSessions, FindSessionsOfUser } from '../../contract/queries/find-sessions.js';
import { sessionRevoked } from '../../domain/session/session.js';
import type { Accounts } from '../ports/accounts.js';
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

export class FindSessionsOfUserHandler implements QueryHandler<FindSessionsOfUser> {
  constructor(
    private readonly ports: { readonly accounts: Accounts; readonly sessions: SessionViews; readonly lookUps: LookUps },
  ) {}

  async execute({ userId }: FindSessionsOfUser, context: QueryContext): Promise<AnswerOf<FindSessionsOfUser>> {
    const { application, actor } = context;
    if (!(await this.ports.accounts.standingOf(application, userId))) return err(refusal('user-unknown'));
    const sessions = await this.ports.sessions.of({ application, userId, current: actor?.sessionId });
    await this.ports.lookUps.note({ act: 'users.looked-up', by: 'id', userIds: [userId] }, context);
    return ok({ sessions });
  }
}

/** Ends every session of an account; its password stays as it is. */
export class EndSessionsOfUserHandler implements CommandHandler<EndSessionsOfUser> {
  constructor(private readonly ports: { readonly accounts: Accounts; readonly sessions: Sessions }) {}

  async execute({ userId }: EndSessionsOfUser, context: CommandContext): Promise<ResultOf<EndSessionsOfUser>> {
    if (!(await this.ports.accounts.standingOf(context.application, userId))) return err(refusal('user-unknown'));
    await this.ports.sessions.revokeAll(userId, sessionRevoked('signed-out'), context);
    return ok(null);
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
