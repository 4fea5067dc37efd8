export { allMigrations, deploymentMigrator } from './migrations.js';
export { composeApi, composeOperator, composeWorker } from './profiles.js';
