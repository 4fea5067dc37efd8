export { type OutboundLimits, outboundDispatcher } from './outbound-dispatcher.js';
export { BodyTooLarge, readBody } from './read-body.js';
export { retryAfterSeconds } from './retry-after.js';
export { transportFault } from './transport-fault.js';
