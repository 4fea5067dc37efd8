import { type CallWithHeaders, type DeadCookies, ProblemError } from '@gatehouse/platform/edge';
import type { Origins } from '../../application/ports/applications.js';
import type { SessionTokens } from '../../contract/commands/sessions.js';
import { standardSessions } from '../../domain/session/session.js';
import { accessProblems as problems } from '../../operations/problems.js';
import {
  type BrowserSessions,
  type IssuedAnswer,
  REFRESH_CHALLENGE,
} from '../../operations/sessions/browser-sessions.js';
import { parseRefreshToken } from '../crypto/chained-refresh-tokens.js';
import type { CsrfTokens } from '../crypto/csrf-tokens.js';
import type { RefreshCookie } from './refresh-cookie.js';

type Headers = Readonly<Record<string, string>>;

/** Sessions whose refresh token is in a cookie: who may use it, and how it comes and goes (ADR-0023). */
export class CookieSessions implements BrowserSessions {
  constructor(
    private readonly cookie: RefreshCookie,
    private readonly dead: DeadCookies,
    private readonly csrf: CsrfTokens,
    private readonly origins: Origins,
  ) {}

  async admit({ headers }: CallWithHeaders, application: string): Promise<void> {
    const { origin } = headers;
    const isAllowed =
      origin === undefined
        ? headers['sec-fetch-site'] === 'same-origin'
        : await this.origins.allows(application, origin);
    if (!isAllowed) throw new ProblemError(problems['origin-not-allowed']);
  }

  async presented(call: CallWithHeaders, application: string): Promise<string> {
    const token = this.cookie.read(call, application);
    const parts = token === null ? null : parseRefreshToken(token);
    if (token === null || !parts) {
      const forget = token === null ? {} : { 'Set-Cookie': this.cookie.clear(application) };
      throw new ProblemError(problems['refresh-token-invalid'], {}, { ...REFRESH_CHALLENGE, ...forget });
    }
    const csrfToken = call.headers['x-csrf-token'];
    const isRead =
      typeof csrfToken === 'string' && this.csrf.isOf({ application, sessionId: parts.sessionId }, csrfToken);
    if (isRead) return token;
    throw new ProblemError(problems['csrf-token-invalid'], {}, await this.dead.forget(call, application));
  }

  issue(application: string, { refreshToken, ...tokens }: SessionTokens): IssuedAnswer {
    const sessionId = parseRefreshToken(refreshToken)?.sessionId ?? '';
    return {
      body: { ...tokens, refreshToken: null, csrfToken: this.csrf.of({ application, sessionId }) },
      headers: { 'Set-Cookie': this.cookie.set(application, refreshToken, standardSessions.idleSeconds) },
    };
  }

  forgetDead(call: CallWithHeaders, application: string): Promise<Headers> {
    return this.dead.forget(call, application);
  }

  forget(call: CallWithHeaders, application: string, sessionId: string): Headers {
    const token = this.cookie.read(call, application);
    const isItsOwn = token !== null && parseRefreshToken(token)?.sessionId === sessionId.toLowerCase();
    return isItsOwn ? { 'Set-Cookie': this.cookie.clear(application) } : {};
  }
}
