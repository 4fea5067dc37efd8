import { MESSAGE_SENT, registrationEventTypes } from '../../../contract/events.js';

export const FUNNEL_SUBSCRIBER = 'funnel';

const { userRegistered, userActivated, registrationSuperseded, registrationExpired } = registrationEventTypes;
export const FUNNEL_EVENTS: readonly string[] = [
  userRegistered,
  userActivated,
  registrationSuperseded,
  registrationExpired,
  MESSAGE_SENT,
];

/**
 * A bucket of the times holds what is less than this factor apart, so its middle is within one per cent of all of it.
 * Below a second everything is in the first.
 */
export const BUCKET_FACTOR = 1.02;
