export { DeliverMessage, type DeliveryOutcome } from './commands/deliver-message.js';
export * from './read-models/message-record.js';
