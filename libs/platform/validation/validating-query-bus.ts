import { err, InternalQuery, type Query, type QueryBus, type QueryContext, refusal } from '@gatehouse/kernel';
import { codeOf, fieldErrors } from './field-errors.js';
import { fieldsOf } from './in-order-of.js';

/** Checks every query that callers can ask against its class before it is answered, as commands are. */
export class ValidatingQueryBus implements QueryBus {
  constructor(private readonly inner: QueryBus) {}

  async ask<R>(query: Query<R>, context: QueryContext): Promise<R> {
    const errors = query instanceof InternalQuery || isPlain(query) ? [] : fieldErrors(query);
    if (errors.length === 0) return this.inner.ask(query, context);
    // Every query answers a Result, whose error may always be one of these two.
    return err(refusal(codeOf(errors), { errors })) as R;
  }
}

/** Neither has nor may have a field: the most frequent queries ask about their caller. */
const isPlain = (query: Query<unknown>): boolean =>
  Object.keys(query).length === 0 && fieldsOf(query.constructor).size === 0;
