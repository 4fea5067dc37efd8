import type { Query, QueryClass, QueryContext, QueryHandler } from './query.js';

/** The one way in for every query, whichever adapter it came through. */
export interface QueryBus {
  ask<R>(query: Query<R>, context: QueryContext): Promise<R>;
}

/** A query class with the handler that answers it: what a context's module contributes to the bus. */
export interface QueryRegistration {
  readonly query: QueryClass;
  readonly handler: QueryHandler<Query<unknown>>;
}

export const answers = <Q extends Query<unknown>>(
  query: QueryClass<Q>,
  handler: QueryHandler<Q>,
): QueryRegistration => ({
  query,
  handler: handler as QueryHandler<Query<unknown>>,
});

/** Looks a query's handler up by its class and runs it in this process. */
export class InProcessQueryBus implements QueryBus {
  #handlers: ReadonlyMap<unknown, QueryHandler<Query<unknown>>> | undefined;

  /** @param registrations taken at the first query: handlers may ask the bus themselves, so it is there before them */
  constructor(private readonly registrations: () => readonly QueryRegistration[]) {}

  async ask<R>(query: Query<R>, context: QueryContext): Promise<R> {
    this.#handlers ??= handlersOf(this.registrations());
    const handler = this.#handlers.get(query.constructor);
    if (!handler) throw new Error(`No handler for ${query.constructor.name}`);
    return (await handler.execute(query, context)) as R;
  }
}

function handlersOf(registrations: readonly QueryRegistration[]): ReadonlyMap<unknown, QueryHandler<Query<unknown>>> {
  const handlers = new Map<unknown, QueryHandler<Query<unknown>>>();
  for (const { query, handler } of registrations) {
    if (handlers.has(query)) throw new Error(`Two handlers for ${query.name}`);
    handlers.set(query, handler);
  }
  return handlers;
}
