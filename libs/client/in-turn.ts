/** Tabs wait no longer than this for one that stands still, as in the background of a phone. In milliseconds. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Does the work in one tab of a site at a time. Tabs share the cookie of a session: an exchange that set out before others made two brings
 * a token that is used up, and the service ends the session as it would a thief's. Where there are no locks, as outside a browser or on a
 * page that is not protected, nobody waits.
 */
export async function inTurn<T>(lock: string, work: () => Promise<T>, longestWaitMs = LONGEST_WAIT_MS): Promise<T> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return work();
  const signal = AbortSignal.timeout(longestWaitMs);
  try {
    return await locks.request(lock, { signal }, work);
  } catch (error) {
    if (signal.aborted && error === signal.reason) return work();
    throw error;
  }
}
