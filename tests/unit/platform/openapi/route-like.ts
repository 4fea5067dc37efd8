import type { Operation, Route } from '@gatehouse/platform/edge';

/** A route of which only what is given matters. */
export const routeLike = (changes: Partial<Operation & Pick<Route, 'method' | 'idempotency'>> = {}): Route =>
  ({
    method: 'post',
    idempotency: { noKeyBecause: 'It is a likeness' },
    path: '/v1/things',
    operationId: 'doThing',
    tag: 'Things',
    summary: 'Do a thing',
    answers: { 204: { description: 'Done' } },
    problems: [],
    handle: () => Promise.reject(new Error('Nobody calls this route')),
    ...changes,
  }) as Route;
