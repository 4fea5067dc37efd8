export * from './commands/dead-letters.js';
export { DeliverMessage, type DeliveryOutcome } from './commands/deliver-message.js';
export * from './commands/templates.js';
export * from './event-contracts.js';
export * from './events.js';
export * from './queries/find-messages.js';
export * from './queries/find-templates.js';
export * from './read-models/message-record.js';
export * from './refusals.js';
