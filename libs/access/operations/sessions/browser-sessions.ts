import type { CallWithHeaders } from '@gatehouse/platform/edge';
import type { SessionTokens } from '../../contract/read-models/session-tokens.js';
import type { IssuedTokens } from './issued-tokens.js';

type Headers = Readonly<Record<string, string>>;

export interface IssuedAnswer {
  readonly body: IssuedTokens;
  readonly headers: Headers;
}

/** Sessions whose refresh token is in a cookie: who may use it, and how it comes and goes (ADR-0023). */
export interface BrowserSessions {
  /**
   * Browsers name the origin of the page that calls, and pages cannot change it. A call without one comes from no
   * page of ours, unless the browser itself says that it does.
   * @throws ProblemError 403 origin-not-allowed
   */
  admit(call: CallWithHeaders, application: string): Promise<void>;
  /**
   * The refresh token of the call's cookie.
   * @throws ProblemError 401 refresh-token-invalid where there is none, 403 csrf-token-invalid
   */
  presented(call: CallWithHeaders, application: string): Promise<string>;
  /** The refresh token in the cookie, the rest in the body. */
  issue(application: string, tokens: SessionTokens): IssuedAnswer;
  /** What makes the browser forget a refresh token that was refused for good. */
  forgetDead(call: CallWithHeaders, application: string): Promise<Headers>;
  /** What makes the browser forget the session, if it is this one's cookie that it sends. */
  forget(call: CallWithHeaders, application: string, sessionId: string): Headers;
}

/** A browser must not ask for a password here, so the challenge is not Basic. */
export const REFRESH_CHALLENGE: Headers = { 'WWW-Authenticate': 'Bearer realm="Gatehouse"' };

/** Everything in the body: for clients that are no browsers. */
export const issueInBody = (tokens: SessionTokens): IssuedAnswer => ({
  body: { ...tokens, csrfToken: null },
  headers: {},
});
