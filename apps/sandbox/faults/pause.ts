import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds, or less when the signal aborts; never rejects. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const pauseOnTheWallClock: Pause = (milliseconds, signal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);
