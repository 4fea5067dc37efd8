export { type Migration, platformMigrations, readMigrations } from './migration.js';
export { type MigrationStatus, Migrator, type MigratorBounds, UnusableServer } from './migrator.js';
