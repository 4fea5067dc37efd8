import type { Operation } from '@gatehouse/platform/edge';

/** An operation of which only what is given matters. */
export const operationLike = (changes: Partial<Operation> = {}): Operation =>
  ({
    method: 'post',
    idempotency: { noKeyBecause: 'It is a likeness' },
    path: '/v1/things',
    operationId: 'doThing',
    tag: 'Things',
    summary: 'Do a thing',
    answers: { 204: { description: 'Done' } },
    problems: [],
    handle: () => Promise.reject(new Error('Nobody calls this operation')),
    ...changes,
  }) as Operation;
