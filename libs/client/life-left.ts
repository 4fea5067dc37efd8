/**
 * Milliseconds that a code had left when its status was answered, by the service's own clock; null before it was sent.
 * Count down from there, not from `expiresAt`: a person's clock may be minutes off.
 */
export function lifeLeft({ expiresAt, serverTime }: { expiresAt: string | null; serverTime: string }): number | null {
  return expiresAt === null ? null : Math.max(0, Date.parse(expiresAt) - Date.parse(serverTime));
}
