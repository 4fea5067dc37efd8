export { areApplied } from './are-applied.js';
export {
  type Migration,
  migrationNames,
  platformMigrationNames,
  platformMigrations,
  readMigrations,
} from './migration.js';
export { type MigrationStatus, Migrator, type MigratorBounds, UnusableServer } from './migrator.js';
