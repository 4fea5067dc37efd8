export { WEBHOOK_SENDING, WEBHOOKS, webhookSendingModule, webhooksModule } from './webhooks.module.js';
