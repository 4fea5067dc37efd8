import { readMigrations } from '@gatehouse/platform/migrations';

export { WEBHOOK_SENDING, WEBHOOKS, webhookSendingModule, webhooksModule } from './webhooks.module.js';

export const webhooksMigrations = () => readMigrations(new URL('./adapters/postgres/migrations/', import.meta.url));
