import type { Clock, IdGenerator } from '@gatehouse/kernel';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { AccessTokenSubject, AccessTokens, VerifiedAccessToken } from '../../application/ports/tokens.js';
import { scopesOf } from '../../domain/role/role.js';
import type { TokenKeys } from './token-keys.js';

/** Seconds. Long enough to cost few refreshes, short enough that what outlives its account does no harm. */
export const ACCESS_TOKEN_SECONDS = 600;
const ALGORITHM = 'EdDSA';
const TYPE = 'at+jwt';

/** Access tokens as JWTs of the profile RFC 9068, signed with Ed25519 (RFC 8037). */
export class JoseAccessTokens implements AccessTokens {
  /** @param issuer the service's public URL */
  constructor(
    private readonly keys: TokenKeys,
    private readonly issuer: string,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  async issue({ application, sessionId, userId, roles }: AccessTokenSubject) {
    const { id, privateKey } = this.keys.current;
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const token = await new SignJWT({
      client_id: application,
      sid: sessionId,
      roles: [...roles],
      scope: scopesOf(roles).join(' '),
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
      .setIssuer(this.issuer)
      .setAudience(application)
      .setSubject(userId)
      .setJti(this.ids.next())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
      .sign(privateKey);
    return { token, lifeSeconds: ACCESS_TOKEN_SECONDS };
  }

  /** The key comes from our ring alone, whatever the header offers (RFC 8725, sections 3.1, 3.10 and 3.11). */
  async verify(token: string, application: string | null): Promise<VerifiedAccessToken | null> {
    try {
      const { payload } = await jwtVerify(
        token,
        ({ kid }) => {
          const key = kid === undefined ? undefined : this.keys.verifying(kid);
          if (!key) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer: this.issuer,
          ...(application !== null && { audience: application }),
          requiredClaims: ['aud', 'sub', 'sid', 'roles', 'iat', 'exp', 'jti'],
          currentDate: this.clock.now(),
        },
      );
      return readClaims(payload, application);
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

/** The library checks these claims' values; their types are for us to check. */
function readClaims({ aud, sub, sid, roles, exp }: JWTPayload, expected: string | null): VerifiedAccessToken | null {
  // We issue tokens for one application each; a list of audiences is not ours.
  if (typeof aud !== 'string' || (expected !== null && aud !== expected) || typeof exp !== 'number') return null;
  if (typeof sub !== 'string' || typeof sid !== 'string' || !isListOfTexts(roles)) return null;
  return { application: aud, userId: sub, sessionId: sid, roles, expiresAt: exp * 1000 };
}

const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
