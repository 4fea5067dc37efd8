import { getConstructionPlans } from 'pg-boss';
import { type Migration, readMigrations } from './migration.js';

/** The schema that the platform itself needs: the event log, and pg-boss' tables in their own schema. */
export const platformMigrations = async (): Promise<Migration[]> => [
  ...(await readMigrations(new URL('./sql/', import.meta.url))),
  { name: '0002-jobs', up: withoutTransaction(getConstructionPlans('pgboss')), down: 'drop schema pgboss cascade' },
];

/** pg-boss wraps its plan in BEGIN and COMMIT; the migrator has a transaction of its own. */
const withoutTransaction = (plan: string): string => plan.replace(/^\s*BEGIN;/i, '').replace(/COMMIT;\s*$/i, '');
