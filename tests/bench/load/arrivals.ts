import { setTimeout as pause } from 'node:timers/promises';

/** How often it looks whether another one is due. */
const STEP_MS = 5;

/**
 * Begins `perSecond` calls a second, evenly, whether those before them have been answered or not, until `seconds` have
 * passed or it is ended. Answers when all have.
 */
export async function arrivals(
  perSecond: number,
  { seconds, ended }: { readonly seconds: number; readonly ended?: AbortSignal },
  call: () => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const open = new Set<Promise<void>>();
  let begun = 0;
  for (;;) {
    const elapsed = Math.min((performance.now() - began) / 1000, seconds);
    for (; begun < Math.floor(elapsed * perSecond); begun++) {
      const one: Promise<void> = call().finally(() => open.delete(one));
      open.add(one);
    }
    if (elapsed >= seconds || ended?.aborted) break;
    await pause(STEP_MS);
  }
  await Promise.all(open);
}
