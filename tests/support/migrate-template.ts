import { Migrator, platformMigrations } from '@gatehouse/platform/migrations';

/** The one place where the tests' schema comes from: every migration of the deployment, in order. */
export async function migrateTemplate(url: string): Promise<void> {
  await new Migrator(url, await platformMigrations()).up();
}
