import { readMigrations } from '@gatehouse/platform/migrations';

export { REGISTRATION, registrationModule } from './registration.module.js';

export const registrationMigrations = () => readMigrations(new URL('./adapters/postgres/migrations/', import.meta.url));
