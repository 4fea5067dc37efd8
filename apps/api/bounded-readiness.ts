import { bounded } from '@gatehouse/platform/health';
import type { Readiness } from './health-operations.js';

/**
 * Readiness for those who ask often and do not wait: within a second, whatever the database does. One that says nothing
 * counts as down. Draining is told as it is now, also by a look that began before.
 */
export function boundedReadiness(check: () => Promise<Readiness>, isDraining: () => boolean): () => Promise<Readiness> {
  const look = bounded(check);
  return async () => {
    const found = await look().catch(
      (): Readiness => ({ status: 'not-ready', database: 'down', migrations: 'unknown', server: 'serving' }),
    );
    return isDraining() ? { ...found, status: 'not-ready', server: 'draining' } : found;
  };
}
