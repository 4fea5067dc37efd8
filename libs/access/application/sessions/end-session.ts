import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { EndSession } from '../../contract/commands/end-session.js';
import { sessionRevoked } from '../../domain/session/session-events.js';
import type { Sessions } from '../ports/sessions.js';

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
