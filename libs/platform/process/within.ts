/**
 * Settles as the work does, if that is within `milliseconds`. The work itself goes on: anyone who waits no longer ends it.
 * @throws Error that says what was not done
 */
export async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} within ${milliseconds / 1_000} s`)), milliseconds);
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}
