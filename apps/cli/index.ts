export { allMigrations, deploymentMigrator } from './all-migrations.js';
