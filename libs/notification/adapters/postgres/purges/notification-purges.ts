import { AgedRowsPurge, type Purge } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';

const DAY = 86_400;

/** What notification keeps for a while only (ADR-0031). */
export const notificationPurges: readonly ((database: Database) => Purge)[] = [
  // As long as somebody may ask what became of a message. Whatever its state: after ten minutes it has come to an end.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'deliveries',
      table: 'deliveries',
      column: 'created_at',
      keepSeconds: 30 * DAY,
    }),
  (database) =>
    new AgedRowsPurge(database, {
      what: 'provider-reports',
      table: 'provider_reports',
      key: ['application', 'channel', 'provider', 'process_id'],
      column: 'seen_at',
      keepSeconds: DAY,
    }),
  // A year and a month: people compare months with those of the year before.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'sms-spend',
      table: 'sms_spend',
      key: ['application', 'day', 'currency', 'prefix', 'shard'],
      column: 'day',
      keepSeconds: 400 * DAY,
    }),
  // As long as a mailbox may be expected not to be there, or its person not to have changed their mind (ADR-0131).
  (database) =>
    new AgedRowsPurge(database, {
      what: 'suppressions',
      table: 'suppressions',
      key: ['application', 'recipient_key'],
      column: 'created_at',
      keepSeconds: 365 * DAY,
    }),
];
