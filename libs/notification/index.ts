export { DELIVER_MESSAGE_QUEUE } from './adapters/jobs/deliver-message-job.js';
export { notificationMigrations } from './adapters/postgres/notification-migrations.js';
export { NOTIFICATION, notificationModule } from './notification.module.js';
