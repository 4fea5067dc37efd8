export { eventsUrl } from './adapters/events/report-contract.js';
export { DELIVER_MESSAGE_QUEUE } from './adapters/jobs/deliver-message-job.js';
export { PostgresTestMessages, type Reported } from './adapters/postgres/messages/postgres-test-messages.js';
export {
  type ConfiguredProvider,
  configuredProviders,
  type ProviderAnswer,
} from './adapters/providers/configured-providers.js';
export { NOTIFICATION, notificationModule } from './notification.module.js';
