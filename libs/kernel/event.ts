/** A fact that an aggregate reports. `type` carries its version: `user.registered.v1`. */
export interface DomainEvent<T extends string = string, D extends object = object> {
  readonly type: T;
  readonly data: D;
}

/** A fact as a command writes it: with the id that it gets, and the aggregate that it is about. */
export type NewEvent<E extends DomainEvent = DomainEvent> = E & { readonly id: string; readonly subject: string };

/** A fact of which the statement that writes it knows the rest: what `awaits` names, nobody can say before. */
export interface UnfinishedEvent<E extends DomainEvent, K extends keyof E['data'] & string> {
  readonly type: E['type'];
  readonly data: Omit<E['data'], K>;
  readonly awaits: readonly K[];
}

/** An event as the log keeps it. */
export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  readonly id: string;
  readonly application: string;
  /** The aggregate that the event is about: a user's id. Order is kept per subject. */
  readonly subject: string;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly occurredAt: Date;
  /** W3C `traceparent` of the call that wrote it, where that was traced. It stays within the service. */
  readonly trace?: string;
}

/** What an event says, for anyone who follows it: a class with class-validator decorators, and what has happened. */
export interface EventContract<D extends object = object> {
  readonly description: string;
  readonly data: new () => D;
}

/** All events of a context by their types: a new one without its contract does not compile. */
export type EventContracts<E extends DomainEvent> = {
  readonly [T in E['type']]: EventContract<Extract<E, { readonly type: T }>['data']>;
};
