import type { CommandContext, LookUp, QueryContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { SignInHandler } from '../../../libs/access/application/sessions/sign-in.js';
import { SignIn } from '../../../libs/access/contract/commands/sessions.js';
import { type SessionPolicy, standardSessions } from '../../../libs/access/domain/session/session.js';
import { CountedIds } from '../handlers/counted-ids.js';
import { FakeAccessTokens, FakeRefreshTokens } from './fake-tokens.js';
import { InMemoryAccounts } from './in-memory-accounts.js';
import { InMemoryRoles } from './in-memory-roles.js';
import { InMemorySessions } from './in-memory-sessions.js';
import { StoppedClock } from './stopped-clock.js';

export const SHOP: CommandContext = { application: 'shop', network: '203.0.113.7', requestId: 'request-1' };

/** The context of a call that one of the shop's people makes while signed in. */
export const by = (userId: string, sessionId?: string): CommandContext => ({
  ...SHOP,
  actor: { userId, roles: ['user'], ...(sessionId !== undefined && { sessionId }) },
});

/** The handlers of sessions and roles on ports that keep everything in memory. */
export class AccessStage {
  readonly clock = new StoppedClock(new Date('2026-05-01T12:00:00.000Z'));
  readonly ids = new CountedIds();
  readonly accounts = new InMemoryAccounts();
  readonly sessions = new InMemorySessions(this.clock);
  readonly roles = new InMemoryRoles(this.sessions, this.clock);
  readonly refreshTokens = new FakeRefreshTokens();
  readonly accessTokens = new FakeAccessTokens();
  /** Knows one browser. */
  readonly devices = {
    of: (text: string) => (text.includes('Firefox') ? { browser: 'Firefox', system: null } : null),
  };
  policy: SessionPolicy = standardSessions;
  readonly noted: { readonly lookUp: LookUp; readonly context: QueryContext }[] = [];
  readonly lookUps = {
    note: async (lookUp: LookUp, context: QueryContext) => void this.noted.push({ lookUp, context }),
  };

  /** The id and the tokens of a session that somebody has just begun. */
  async session(userId: string, context: CommandContext = SHOP) {
    const command = commandFrom(SignIn, { email: `${userId}@example.org`, password: 'right' });
    const signedIn = await new SignInHandler(this).execute(command, context);
    if (!signedIn.ok) throw new Error(`Refused: ${signedIn.error.code}`);
    const { sessionId, tokens } = signedIn.value;
    return { id: sessionId, ...tokens };
  }
}
