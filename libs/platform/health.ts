import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from './logging.js';
import { type Database, type ServerFault, serverFaults } from './postgres/index.js';

/** Longest that anybody who looks after a process waits for what it asks, in milliseconds. */
export const LOOK_MS = 1_000;

/** Nobody answered in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
  }
}

/**
 * Puts a bound on a look at something that may be silent. Those who look while another's look is under way wait for its
 * answer, so however often they ask, a silent database holds one statement of theirs.
 * @returns a look that rejects with `NoAnswer` after `milliseconds`
 */
export function bounded<T>(look: () => Promise<T>, milliseconds = LOOK_MS): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return async () => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    const answered = new AbortController();
    const patience = pause(milliseconds, undefined, { signal: answered.signal, ref: false }).then(
      () => Promise.reject(new NoAnswer(milliseconds)),
      () => undefined as never,
    );
    try {
      return await Promise.race([underWay, patience]);
    } finally {
      answered.abort();
    }
  };
}

/** Told by a loop after each turn that went well, so that somebody notices when there are none. */
export class Heartbeat {
  #beatAt = performance.now();

  /**
   * @param name of the loop, such as `relay webhooks`
   * @param longestMs longest time between two turns before the loop counts as stalled
   */
  constructor(
    readonly name: string,
    private readonly longestMs: number,
  ) {}

  beat(): void {
    this.#beatAt = performance.now();
  }

  /** Since the last turn, or since it was made. */
  get silentMs(): number {
    return performance.now() - this.#beatAt;
  }

  get isStalled(): boolean {
    return this.silentMs > this.longestMs;
  }
}

const FIRST_PAUSE_MS = 250;
/** What is there again is found this late at most. */
const LONGEST_PAUSE_MS = 2_000;

/** No waiting helps: somebody has to set something else. */
export class UnusableDatabase extends Error {
  override readonly name = 'UnusableDatabase';
}

/**
 * Waits for the database, with back-off, and says for what: when the reason is another one, and when there is none any more.
 * @throws UnusableDatabase where a pooler stands before it
 * @throws Error the signal's reason, when the process is told to stop meanwhile
 */
export async function untilDatabaseAnswers(database: Database, logger: Logger, signal: AbortSignal): Promise<void> {
  const look = bounded(() => serverFaults(database));
  let said: string | undefined;
  for (let waitMs = FIRST_PAUSE_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      refuse(await look());
      if (said !== undefined) logger.info('The database is available');
      return;
    } catch (error) {
      if (error instanceof UnusableDatabase) throw error;
      const reason = reasonOf(error);
      if (reason !== said) logger.warn({ reason }, 'The database is unavailable: waiting for it');
      said = reason;
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

function refuse([fault]: readonly ServerFault[]): void {
  if (fault?.kind === 'pooler') throw new UnusableDatabase(`DATABASE_URL: ${fault.found}. ${fault.advice}`);
  if (fault) throw new Error(`${fault.found}. ${fault.advice}`);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));
