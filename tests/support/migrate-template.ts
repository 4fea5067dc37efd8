import { deploymentMigrator } from '@gatehouse/deployment/migrations';

/** The one place where the tests' schema comes from: every migration of the deployment, in order. */
export async function migrateTemplate(url: string): Promise<void> {
  const migrator = await deploymentMigrator(url);
  await migrator.up();
}
