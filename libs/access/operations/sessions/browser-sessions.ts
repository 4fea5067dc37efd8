import { Description } from '@gatehouse/kernel';
import type { CallWithHeaders } from '@gatehouse/platform/edge';
import { IsIn, IsInt, IsOptional, IsString } from 'class-validator';
import type { SessionTokens } from '../../contract/commands/sessions.js';

@Description('The tokens of a session')
export class IssuedTokens {
  @Description('A JWT as in RFC 9068 (`at+jwt`, EdDSA); verify it with the keys from /.well-known/jwks.json')
  @IsString()
  accessToken!: string;

  @IsIn(['Bearer'])
  tokenType!: 'Bearer';

  @Description('Lifetime of the access token in seconds')
  @IsInt()
  expiresIn!: number;

  @Description('Opaque, can be used once: the response contains the next one. Null if it is in the cookie')
  @IsOptional()
  @IsString()
  refreshToken!: string | null;

  @Description('For `X-CSRF-Token` if the refresh token is in the cookie, otherwise null. Valid as long as the session')
  @IsOptional()
  @IsString()
  csrfToken!: string | null;
}

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
