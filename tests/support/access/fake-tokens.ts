import type {
  AccessTokenSubject,
  AccessTokens,
  ReadRefreshToken,
  RefreshToken,
  RefreshTokens,
  VerifiedAccessToken,
} from '../../../libs/access/application/ports/tokens.js';

const FORM = /^(genuine|forged)\|(.+)\|(.+)$/;

/** Refresh tokens whose text tells their session and what they follow: `genuine|session|secret+key`. */
export class FakeRefreshTokens implements RefreshTokens {
  /** The key that makes successors now, and those that made them before. */
  keys: readonly [string, ...string[]] = ['first'];
  #count = 0;

  first(sessionId: string): RefreshToken {
    this.#count += 1;
    return tokenOf(sessionId, `secret ${this.#count}`);
  }

  read(text: string): ReadRefreshToken | null {
    const [, origin, sessionId, secret] = FORM.exec(text) ?? [];
    if (sessionId === undefined || secret === undefined) return null;
    return { text, hash: hashOf(secret), sessionId, isGenuine: origin === 'genuine' };
  }

  successor(token: ReadRefreshToken): RefreshToken {
    return successorBy(this.keys[0], token);
  }

  knownSuccessor(token: ReadRefreshToken, hash: string): RefreshToken | null {
    return this.keys.map((key) => successorBy(key, token)).find((successor) => successor.hash === hash) ?? null;
  }
}

/** What anyone who knows a session's id can make up. */
export const forgedRefreshToken = (sessionId: string): string => `forged|${sessionId}|guess`;

const hashOf = (secret: string): string => `hash of ${secret}`;

const tokenOf = (sessionId: string, secret: string): RefreshToken => ({
  text: `genuine|${sessionId}|${secret}`,
  hash: hashOf(secret),
});

const successorBy = (key: string, { text, sessionId }: ReadRefreshToken): RefreshToken =>
  tokenOf(sessionId, `${text.split('|')[2]}+${key}`);

/** Access tokens that are good for ten minutes and tell who has them. */
export class FakeAccessTokens implements AccessTokens {
  readonly #issued = new Map<string, AccessTokenSubject>();

  async issue(subject: AccessTokenSubject) {
    const { application, sessionId, userId, roles } = subject;
    const token = `${application}/${userId}/${sessionId}/${roles.join('+')}`;
    this.#issued.set(token, subject);
    return { token, lifeSeconds: 600 };
  }

  async verify(token: string, application: string | null): Promise<VerifiedAccessToken | null> {
    const subject = this.#issued.get(token);
    if (!subject || (application !== null && subject.application !== application)) return null;
    return { ...subject, expiresAt: Number.MAX_SAFE_INTEGER };
  }
}
