import { type CommandContext, type CommandHandler, ok, type ResultOf } from '@gatehouse/kernel';
import type { EndOvertakenSessions } from '../../contract/commands/end-overtaken-sessions.js';
import { sessionRevoked } from '../../domain/session/session-events.js';
import type { Sessions } from '../ports/sessions.js';

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
