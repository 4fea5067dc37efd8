/** What stands where on the broker. Slugs of applications are one token each: they have no dots. */
export const EVENT_STREAM = 'GATEHOUSE_EVENTS';
export const EVENT_SUBJECTS = 'gatehouse.events.>';

/** Header by which the broker tells a message that it has. */
export const MESSAGE_ID = 'Nats-Msg-Id';

/** `gatehouse.events.shop.user.registered.v1` */
export const eventSubject = (application: string, type: string): string => `gatehouse.events.${application}.${type}`;

/** Of all events of an application. */
export const eventsOf = (application: string): string => `gatehouse.events.${application}.>`;

/** Requests: `gatehouse.commands.<Command>`, or `gatehouse.commands.<application>.<Command>`. */
export const COMMANDS = 'gatehouse.commands';

/** The same for queries: `gatehouse.queries.<Query>`, or `gatehouse.queries.<application>.<Query>`. */
export const QUERIES = 'gatehouse.queries';

/** The same for commands whose sender does not wait. */
export const DURABLE_COMMANDS = 'gatehouse.durable.commands';
export const COMMAND_STREAM = 'GATEHOUSE_COMMANDS';

/** What became of those that could not be done, under the same names. */
export const DEAD_COMMANDS = 'gatehouse.dead.commands';
export const DEAD_COMMAND_STREAM = 'GATEHOUSE_DEAD_COMMANDS';

export interface BusSubject {
  /** Null: the message's header names it. */
  readonly application: string | null;
  /** Of the command or query. */
  readonly name: string;
}

/** What a subject below `prefix` asks for, for whom; null where it is none of ours. */
export function readBusSubject(prefix: string, subject: string): BusSubject | null {
  if (!subject.startsWith(`${prefix}.`)) return null;
  const [first, second, ...more] = subject.slice(prefix.length + 1).split('.');
  if (first === undefined || more.length > 0) return null;
  return second === undefined ? { application: null, name: first } : { application: first, name: second };
}
