import type { CommandContext } from './command.js';

/**
 * A question, validated by the bus and answered without any effect on the state. `R` is what the handler answers; it
 * exists for the compiler alone.
 */
export abstract class Query<R> {
  declare protected readonly answer: R;
}

/**
 * What one context asks another, and no caller from outside. Its fields have no decorators: the compiler has checked them,
 * so the bus does not check them again, several times in every request.
 */
export abstract class InternalQuery<R> extends Query<R> {}

// biome-ignore lint/suspicious/noExplicitAny: a constructor's arguments are contravariant; `any` is the only supertype
export type QueryClass<Q extends Query<unknown> = Query<unknown>> = abstract new (...args: any[]) => Q;

export type AnswerOf<Q> = Q extends Query<infer R> ? R : never;

/** Who asks, and in which application: as a command's context, for the handler to decide what they may see. */
export type QueryContext = Omit<CommandContext, 'repeatable'>;

export interface QueryHandler<Q extends Query<unknown>> {
  execute(query: Q, context: QueryContext): Promise<AnswerOf<Q>>;
}

/** A query with the fields given. Whether they are right is for the bus to say. */
export function queryWith<Q extends Query<unknown>>(
  queryClass: new () => Q,
  fields: { readonly [Field in keyof Q]?: unknown },
): Q {
  return Object.assign(new queryClass(), fields);
}

/** For what one context asks another on its own account, in an application. */
export const internalContext = (application: string): QueryContext => ({
  application,
  network: null,
  requestId: 'internal',
});

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

/** Entries of a page when nobody says how many. */
export const USUAL_LIMIT = 50;

export interface Page<Entry> {
  readonly entries: Entry[];
  /** Where to go on; null where nothing follows. */
  readonly nextAfter: string | null;
}

/**
 * A page of `most` entries at the most.
 * @param found one more than those where there are as many, which tells whether anything follows
 * @param placeOf what `after` is to say to go on behind an entry
 */
export function pageOf<Entry>(found: readonly Entry[], most: number, placeOf: (entry: Entry) => string): Page<Entry> {
  const entries = found.slice(0, most);
  const last = entries.at(-1);
  return { entries, nextAfter: found.length > most && last !== undefined ? placeOf(last) : null };
}
