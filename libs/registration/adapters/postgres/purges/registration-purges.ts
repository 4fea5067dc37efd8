import { AgedRowsPurge, type Purge } from '@gatehouse/platform/jobs';
import type { Database } from '@gatehouse/platform/postgres';
import { PasswordTriesPurge, ThrottlePurge } from './count-purges.js';
import { HashDecoyPurge } from './hash-decoy-purge.js';
import { RegistrationPurge } from './registration-purge.js';

const DAY = 86_400;

/** What registration keeps for a while only (ADR-0031). */
export const registrationPurges: readonly ((database: Database) => Purge)[] = [
  (database) => new RegistrationPurge(database),
  // As long as somebody may ask what became of a message. A code lives for a day at most.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'codes',
      table: 'activation_codes',
      column: 'issued_at',
      keepSeconds: 30 * DAY,
    }),
  // Their tries count for a day after the code's own day.
  (database) =>
    new AgedRowsPurge(database, {
      what: 'codes-of-nobody',
      table: 'activation_codes',
      column: 'issued_at',
      keepSeconds: 2 * DAY,
      only: (sql) => sql`user_id is null`,
    }),
  (database) =>
    new AgedRowsPurge(database, { what: 'notices', table: 'notices', column: 'issued_at', keepSeconds: 30 * DAY }),
  (database) =>
    new AgedRowsPurge(database, {
      what: 'former-addresses',
      table: 'email_changes',
      column: 'undo_until',
      keepSeconds: DAY,
    }),
  // An import that broke off is sent again within days; what it has written stays.
  (database) =>
    new AgedRowsPurge(database, { what: 'imports', table: 'imports', column: 'begun_at', keepSeconds: 90 * DAY }),
  (database) => new HashDecoyPurge(database),
  (database) => new ThrottlePurge(database),
  (database) => new PasswordTriesPurge(database),
];
