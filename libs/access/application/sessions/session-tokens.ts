import type { SessionTokens } from '../../contract/read-models/session-tokens.js';
import type { Role } from '../../domain/role/role.js';
import type { AccessTokens } from '../ports/access-tokens.js';
import type { RefreshToken } from '../ports/refresh-tokens.js';

/** A fresh access token of a session, with the refresh token that is good from now on. */
export async function sessionTokens(
  accessTokens: AccessTokens,
  session: { readonly application: string; readonly id: string; readonly userId: string },
  refreshToken: RefreshToken,
  roles: readonly Role[],
): Promise<SessionTokens> {
  const { application, id, userId } = session;
  const { token, lifeSeconds } = await accessTokens.issue({ application, sessionId: id, userId, roles });
  return { accessToken: token, tokenType: 'Bearer', expiresIn: lifeSeconds, refreshToken: refreshToken.text };
}
