import type { RegistrationEvent } from '../../../contract/events.js';

export const FUNNEL_SUBSCRIBER = 'funnel';

/** The notification context's, which knows our contract: so it is named here by its type alone. */
export const MESSAGE_SENT = 'message.sent.v1';

const STEPS: readonly RegistrationEvent['type'][] = [
  'user.registered.v1',
  'user.activated.v1',
  'registration.superseded.v1',
  'registration.expired.v1',
];

export const FUNNEL_EVENTS: readonly string[] = [...STEPS, MESSAGE_SENT];

/**
 * A bucket of the times holds what is less than this factor apart, so its middle is within one per cent of all of it.
 * Below a second everything is in the first.
 */
export const BUCKET_FACTOR = 1.02;
