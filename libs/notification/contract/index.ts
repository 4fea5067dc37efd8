export { DeliverMessage, type DeliveryOutcome } from './commands/deliver-message.js';
