import { readMigrations } from '@gatehouse/platform/migrations';

export { APPLICATIONS, applicationsModule } from './applications.module.js';
export { applicationOf } from './contract/index.js';

export const applicationsMigrations = () => readMigrations(new URL('./adapters/postgres/migrations/', import.meta.url));
