import type { CallWithHeaders, DeadCookies } from '@gatehouse/platform/edge';
import type { Accounts } from '../../application/ports/accounts.js';
import type { RefreshTokens } from '../../application/ports/refresh-tokens.js';
import type { Sessions } from '../../application/ports/sessions.js';
import { isOvertaken } from '../../domain/session/credentials-standing.js';
import type { RefreshCookie } from './refresh-cookie.js';

/** Looks at a cookie as a refresh would, without changing anything. */
export class DeadRefreshCookies implements DeadCookies {
  constructor(
    private readonly cookie: RefreshCookie,
    private readonly refreshTokens: Pick<RefreshTokens, 'read'>,
    private readonly sessions: Pick<Sessions, 'find'>,
    private readonly accounts: Pick<Accounts, 'standingOf'>,
  ) {}

  async forget(call: CallWithHeaders, application: string): Promise<Readonly<Record<string, string>>> {
    const text = this.cookie.read(call, application);
    if (text === null || (await this.#isGood(text, application))) return {};
    return { 'Set-Cookie': this.cookie.clear(application) };
  }

  async #isGood(text: string, application: string): Promise<boolean> {
    const token = this.refreshTokens.read(text);
    const found = token && (await this.sessions.find({ application, id: token.sessionId }));
    if (!found || found.session.revokedAt !== null || found.now >= found.session.expiresAt) return false;
    const account = await this.accounts.standingOf(application, found.session.userId);
    return account?.state === 'active' && !isOvertaken(found.session, account);
  }
}
