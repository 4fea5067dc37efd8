import type { IncomingMessage } from 'node:http';
import { type DeadCookies, ProblemError } from '@gatehouse/platform/edge';
import type { Origins } from '../../application/ports/origins.js';
import type { SessionTokens } from '../../contract/read-models/session-tokens.js';
import { standardSessions } from '../../domain/session/session-policy.js';
import { accessProblems as problems } from '../../operations/problems.js';
import type { IssuedTokens } from '../../operations/sessions/issued-tokens.js';
import type { CsrfTokens } from '../crypto/csrf-tokens.js';
import { parseRefreshToken } from '../crypto/refresh-token-format.js';
import type { RefreshCookie } from './refresh-cookie.js';

type Headers = Readonly<Record<string, string>>;

export interface IssuedAnswer {
  readonly body: IssuedTokens;
  readonly headers: Headers;
}

/** A browser must not ask for a password here, so the challenge is not Basic. */
export const REFRESH_CHALLENGE: Headers = { 'WWW-Authenticate': 'Bearer realm="Gatehouse"' };

/** Sessions whose refresh token is in a cookie: who may use it, and how it comes and goes (ADR-0023). */
export class BrowserSessions {
  constructor(
    private readonly cookie: RefreshCookie,
    private readonly dead: DeadCookies,
    private readonly csrf: CsrfTokens,
    private readonly origins: Origins,
  ) {}

  /**
   * Browsers name the origin of the page that calls, and pages cannot change it. A call without one comes from no
   * page of ours, unless the browser itself says that it does.
   * @throws ProblemError 403 origin-not-allowed
   */
  async admit({ headers }: IncomingMessage, application: string): Promise<void> {
    const { origin } = headers;
    const isAllowed =
      origin === undefined
        ? headers['sec-fetch-site'] === 'same-origin'
        : await this.origins.allows(application, origin);
    if (!isAllowed) throw new ProblemError(problems['origin-not-allowed']);
  }

  /**
   * The refresh token of the request's cookie.
   * @throws ProblemError 401 refresh-token-invalid where there is none, 403 csrf-token-invalid
   */
  async presented(request: IncomingMessage, application: string): Promise<string> {
    const token = this.cookie.read(request, application);
    const parts = token === null ? null : parseRefreshToken(token);
    if (token === null || !parts) {
      const forget = token === null ? {} : { 'Set-Cookie': this.cookie.clear(application) };
      throw new ProblemError(problems['refresh-token-invalid'], {}, { ...REFRESH_CHALLENGE, ...forget });
    }
    const csrfToken = request.headers['x-csrf-token'];
    const isRead =
      typeof csrfToken === 'string' && this.csrf.isOf({ application, sessionId: parts.sessionId }, csrfToken);
    if (isRead) return token;
    throw new ProblemError(problems['csrf-token-invalid'], {}, await this.dead.forget(request, application));
  }

  /** The refresh token in the cookie, the rest in the body. */
  issue(application: string, { refreshToken, ...tokens }: SessionTokens): IssuedAnswer {
    const sessionId = parseRefreshToken(refreshToken)?.sessionId ?? '';
    return {
      body: { ...tokens, refreshToken: null, csrfToken: this.csrf.of({ application, sessionId }) },
      headers: { 'Set-Cookie': this.cookie.set(application, refreshToken, standardSessions.idleSeconds) },
    };
  }

  /** What makes the browser forget a refresh token that was refused for good. */
  forgetDead(request: IncomingMessage, application: string): Promise<Headers> {
    return this.dead.forget(request, application);
  }

  /** What makes the browser forget the session, if it is this one's cookie that it sends. */
  forget(request: IncomingMessage, application: string, sessionId: string): Headers {
    const token = this.cookie.read(request, application);
    const isItsOwn = token !== null && parseRefreshToken(token)?.sessionId === sessionId.toLowerCase();
    return isItsOwn ? { 'Set-Cookie': this.cookie.clear(application) } : {};
  }
}

/** Everything in the body: for clients that are no browsers. */
export const issueInBody = (tokens: SessionTokens): IssuedAnswer => ({
  body: { ...tokens, csrfToken: null },
  headers: {},
});
