/** What stands where on the broker. Slugs of applications are one token each: they have no dots. */
export const EVENT_STREAM = 'GATEHOUSE_EVENTS';
export const EVENT_SUBJECTS = 'gatehouse.events.>';

/** `gatehouse.events.shop.user.registered.v1` */
export const eventSubject = (application: string, type: string): string => `gatehouse.events.${application}.${type}`;

/** Of all events of an application. */
export const eventsOf = (application: string): string => `gatehouse.events.${application}.>`;
