import { accessMigrations } from '@gatehouse/access';
import { applicationsMigrations } from '@gatehouse/applications';
import { notificationMigrations } from '@gatehouse/notification';
import { type Migration, Migrator, platformMigrations } from '@gatehouse/platform/migrations';
import { registrationMigrations } from '@gatehouse/registration';
import { webhooksMigrations } from '@gatehouse/webhooks';

/** The schema of the whole deployment: what every context brings, ordered by number. */
export const allMigrations = async (): Promise<Migration[]> =>
  (
    await Promise.all([
      platformMigrations(),
      registrationMigrations(),
      applicationsMigrations(),
      accessMigrations(),
      notificationMigrations(),
      webhooksMigrations(),
    ])
  ).flat();

/**
 * @param url `postgres://…` of the database to migrate
 * @param onWaiting hears whom a migration waits for
 */
export const deploymentMigrator = async (url: string, onWaiting?: (line: string) => void): Promise<Migrator> =>
  new Migrator(url, await allMigrations(), onWaiting);
