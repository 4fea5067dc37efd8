import { readMigrations } from '@gatehouse/platform/migrations';

export { exportedUsers } from './operations/administration/exported-users.js';
export { REGISTRATION, registrationModule } from './registration.module.js';

export const registrationMigrations = () => readMigrations(new URL('./adapters/postgres/migrations/', import.meta.url));
