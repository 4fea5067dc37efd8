import { readMigrations } from '@gatehouse/platform/migrations';

export { WEBHOOKS, webhooksModule } from './webhooks.module.js';

export const webhooksMigrations = () => readMigrations(new URL('./adapters/postgres/migrations/', import.meta.url));
