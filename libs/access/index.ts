import { readMigrations } from '@gatehouse/platform/migrations';

export { ACCESS, accessModule } from './access.module.js';

export const accessMigrations = () => readMigrations(new URL('./adapters/postgres/migrations/', import.meta.url));
