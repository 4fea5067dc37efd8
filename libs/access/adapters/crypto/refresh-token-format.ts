const SESSION_ID_BYTES = 16;
const SECRET_BYTES = 32;
const PROOF_BYTES = 16;
/** base64url of the bytes above: 512 bits are 85 characters and two bits. */
const FORM = /^[A-Za-z0-9_-]{86}$/;

/** What a refresh token holds. To its holder it is opaque. */
export interface RefreshTokenParts {
  readonly sessionId: string;
  /** 256 bits: what makes the token worth something. */
  readonly secret: Buffer;
  /** Tells that the token was made here; it opens nothing. */
  readonly proof: Buffer;
}

export const formatRefreshToken = ({ sessionId, secret, proof }: RefreshTokenParts): string =>
  Buffer.concat([Buffer.from(sessionId.replaceAll('-', ''), 'hex'), secret, proof]).toString('base64url');

/** Null for what does not have the form. */
export function parseRefreshToken(text: string): RefreshTokenParts | null {
  if (!FORM.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  const id = bytes.toString('hex', 0, SESSION_ID_BYTES);
  return {
    sessionId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    secret: bytes.subarray(SESSION_ID_BYTES, SESSION_ID_BYTES + SECRET_BYTES),
    proof: bytes.subarray(SESSION_ID_BYTES + SECRET_BYTES),
  };
}

export { PROOF_BYTES, SECRET_BYTES };
