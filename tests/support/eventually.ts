import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for something that happens in another process and tells nobody: asks again until it holds.
 * @throws Error naming what never came true, after `withinMs` (10,000 by default)
 */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Still not so after ${withinMs} ms: ${what}`);
    await pause(25);
  }
}
