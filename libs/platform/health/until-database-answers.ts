import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../logging/index.js';
import { type Database, type ServerFault, serverFaults } from '../postgres/index.js';
import { bounded } from './bounded.js';

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
