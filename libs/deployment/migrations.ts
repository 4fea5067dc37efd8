import { ACCESS_MIGRATIONS } from '@gatehouse/access/migrations';
import { APPLICATIONS_MIGRATIONS } from '@gatehouse/applications/migrations';
import { NOTIFICATION_MIGRATIONS } from '@gatehouse/notification/migrations';
import {
  areApplied,
  type Migration,
  Migrator,
  migrationNames,
  platformMigrationNames,
  platformMigrations,
  readMigrations,
} from '@gatehouse/platform/migrations';
import { REGISTRATION_MIGRATIONS } from '@gatehouse/registration/migrations';
import { WEBHOOKS_MIGRATIONS } from '@gatehouse/webhooks/migrations';

const FOLDERS = [
  REGISTRATION_MIGRATIONS,
  APPLICATIONS_MIGRATIONS,
  ACCESS_MIGRATIONS,
  NOTIFICATION_MIGRATIONS,
  WEBHOOKS_MIGRATIONS,
];

/** The schema of the whole deployment: what every context brings, ordered by number. */
export const allMigrations = async (): Promise<Migration[]> =>
  (await Promise.all([platformMigrations(), ...FOLDERS.map(readMigrations)])).flat();

/** Their names, without a look into the files. */
export const allMigrationNames = async (): Promise<string[]> =>
  (await Promise.all([platformMigrationNames(), ...FOLDERS.map(migrationNames)])).flat();

/**
 * @param url `postgres://…` of the database to migrate
 * @param onWaiting hears whom a migration waits for
 */
export const deploymentMigrator = async (url: string, onWaiting?: (line: string) => void): Promise<Migrator> =>
  new Migrator(url, await allMigrations(), onWaiting);

/** Whether there is nothing to migrate: a look that takes a moment, and loads none of it. */
export const isMigrated = async (url: string): Promise<boolean> => areApplied(url, await allMigrationNames());
