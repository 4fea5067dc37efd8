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
