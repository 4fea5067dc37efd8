import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '@gatehouse/platform/config';

const FORM = /^[A-Za-z0-9_-]{43}$/;

export interface SessionName {
  readonly application: string;
  readonly sessionId: string;
}

/**
 * Tokens that a page sends beside its cookie, to show that it has read an answer of ours. Each is an HMAC of its
 * session, so that none is stored and none is good for another session.
 */
export class CsrfTokens {
  /** Keys for this purpose alone, the current one first. */
  readonly #keys: readonly [Buffer, ...Buffer[]];

  constructor({ current, all }: KeyRing) {
    const others = all.filter(({ id }) => id !== current.id);
    this.#keys = [keyOf(current.secret), ...others.map(({ secret }) => keyOf(secret))];
  }

  of(session: SessionName): string {
    return macOf(this.#keys[0], session).toString('base64url');
  }

  /** Whether it was made for the session, by whichever key of the ring. */
  isOf(session: SessionName, text: string): boolean {
    if (!FORM.test(text)) return false;
    const given = Buffer.from(text, 'base64url');
    return this.#keys.some((key) => timingSafeEqual(macOf(key, session), given));
  }
}

const keyOf = (secret: Buffer): Buffer => createHmac('sha256', secret).update('gatehouse csrf tokens').digest();

const macOf = (key: Buffer, { application, sessionId }: SessionName): Buffer =>
  createHmac('sha256', key).update(`csrf|${application}|${sessionId}`).digest();
