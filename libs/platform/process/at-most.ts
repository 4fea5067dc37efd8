/** Resolves when the work is done, well or not, and after `milliseconds` in any case: for what must not hold up an end. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([work.catch(() => undefined), timeIsUp]);
  clearTimeout(timer);
}
