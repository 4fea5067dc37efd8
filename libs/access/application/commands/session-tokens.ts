import type { SessionTokens } from '../../contract/read-models/session-tokens.js';
import type { AccessTokens } from '../ports/access-tokens.js';
import type { RefreshToken } from '../ports/refresh-tokens.js';

/** What everybody who signs in may do. */
const ROLES = ['user'];

/** A fresh access token of a session, with the refresh token that is good from now on. */
export async function sessionTokens(
  accessTokens: AccessTokens,
  session: { readonly application: string; readonly id: string; readonly userId: string },
  refreshToken: RefreshToken,
): Promise<SessionTokens> {
  const { application, id, userId } = session;
  const { token, lifeSeconds } = await accessTokens.issue({ application, sessionId: id, userId, roles: ROLES });
  return { accessToken: token, tokenType: 'Bearer', expiresIn: lifeSeconds, refreshToken: refreshToken.text };
}
