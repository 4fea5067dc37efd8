import { personalFields, registrationEventTypes } from '@gatehouse/registration/contract';
import type { Event } from './rows.ts';

const ENDINGS: readonly string[] = [registrationEventTypes.userErased, registrationEventTypes.registrationExpired];

const tellsOfPerson = (type: string): boolean =>
  (new Map<string, readonly string[]>(Object.entries(personalFields)).get(type)?.length ?? 0) > 0;

/**
 * Ids of the events whose copies on the broker may be overwritten: those with personal fields, of people who have been
 * erased. A follower that was away may never read them. Copies of all other events stay.
 */
export function overwrittenAmong(events: readonly Pick<Event, 'id' | 'type' | 'subject'>[]): ReadonlySet<string> {
  const ended = new Set(events.filter(({ type }) => ENDINGS.includes(type)).map(({ subject }) => subject));
  return new Set(events.filter(({ type, subject }) => ended.has(subject) && tellsOfPerson(type)).map(({ id }) => id));
}
