export { type Migration, readMigrations } from './migration.js';
export { type MigrationStatus, Migrator, type MigratorBounds, UnusableServer } from './migrator.js';
export { platformMigrations } from './platform-migrations.js';
