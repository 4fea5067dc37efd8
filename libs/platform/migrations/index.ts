export { type Migration, readMigrations } from './migration.js';
export { type MigrationStatus, Migrator, UnusableServer } from './migrator.js';
export { platformMigrations } from './platform-migrations.js';
