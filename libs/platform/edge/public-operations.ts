import { InternalQuery, type Scope } from '@gatehouse/kernel';
import { onlyStatusOf } from './execution.js';
import type { AnsweredCall, AnswerShape, Asking, BusOffer, Execution, Operation } from './operation.js';
import { problemTable } from './problem.js';

/** An operation that other bounded contexts may call over the broker. What does not say so is nobody's business. */
export interface PublicOperation {
  readonly operation: Operation;
  /** Of the class of its command or query. */
  readonly name: string;
  readonly summary: string;
  /** How the caller says who calls, as over HTTP; null: the message itself holds what it takes. */
  readonly security: 'bearer' | 'administration' | null;
  readonly scope: Scope | null;
  /** The body of the answer; undefined where it has none. */
  readonly answer: (value: unknown, call: AnsweredCall) => unknown;
  /** What that body is, and what it means. */
  readonly answered: Pick<AnswerShape, 'description' | 'schema'>;
}

export interface PublicCommand extends PublicOperation {
  readonly command: Execution['command'];
  /** Whether it may wait in a queue for its turn: anyone who sends it is not there any more to be asked who they are. */
  readonly durable: boolean;
  /** Whether it may come again with its key, and is then answered as before. */
  readonly repeatable: boolean;
}

export interface PublicQuery extends PublicOperation {
  readonly query: Asking['query'];
}

/** What only a call over the broker is refused with. */
export const busProblems = problemTable({
  'answer-too-large': { status: 413, title: 'The answer is too large for the broker' },
});

/** @throws Error where an operation cannot be offered as it says */
export const publicCommands = (operations: readonly Operation[]): readonly PublicCommand[] =>
  operations.flatMap((operation) =>
    operation.executes && operation.bus ? [publicCommand(operation, operation.executes, operation.bus)] : [],
  );

/** @throws Error where an operation cannot be offered as it says */
export const publicQueries = (operations: readonly Operation[]): readonly PublicQuery[] =>
  operations.flatMap((operation) =>
    operation.asks && operation.bus ? [publicQuery(operation, operation.asks, operation.bus)] : [],
  );

function publicCommand(operation: Operation, { command, body }: Execution, bus: BusOffer): PublicCommand {
  const { operationId, idempotency } = operation;
  const { durable } = bus;
  const common = offered(operation, command.name, bus);
  if (durable && common.security) throw new Error(`${operationId} asks who calls, so it cannot wait`);
  const repeatable = idempotency === 'by-key';
  if (durable && !repeatable) throw new Error(`${operationId} would be repeated when its message is redelivered`);
  return { ...common, command, durable, repeatable, ...(body && { answer: body }) };
}

function publicQuery(operation: Operation, { query, body }: Asking, bus: BusOffer): PublicQuery {
  // What only contexts ask each other is not checked field by field.
  if (query.prototype instanceof InternalQuery) throw new Error(`${query.name} is asked by nobody from outside`);
  return { ...offered(operation, query.name, bus), query, ...(body && { answer: body }) };
}

function offered(operation: Operation, name: string, { status }: BusOffer): PublicOperation {
  const { security, scope, summary, operationId } = operation;
  const answered = operation.answers[status ?? onlyStatusOf(operation)];
  if (!answered) throw new Error(`${operationId} has no answer ${status}`);
  return {
    operation,
    name,
    summary,
    security: security === 'bearer' || security === 'administration' ? security : null,
    scope: scope ?? null,
    answer: (value) => (answered.schema ? value : undefined),
    answered,
  };
}
