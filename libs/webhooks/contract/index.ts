export * from './commands/deliveries.js';
export * from './commands/webhooks.js';
export * from './event-contracts.js';
export * from './events.js';
export * from './queries/find-deliveries.js';
export * from './queries/find-webhooks.js';
export * from './read-models/event-page.js';
export * from './refusals.js';
