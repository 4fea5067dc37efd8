import type { Scope } from '@gatehouse/kernel';
import { onlyStatusOf } from './execution.js';
import type { AnsweredCall, AnswerShape, Execution, Operation } from './operation.js';

/** An operation whose command other bounded contexts may send over the broker. What does not say so is nobody's business. */
export interface PublicCommand {
  readonly operation: Operation;
  readonly command: Execution['command'];
  readonly summary: string;
  /** How the caller says who calls, as over HTTP; null: the command itself holds what it takes. */
  readonly security: 'bearer' | 'administration' | null;
  readonly scope: Scope | null;
  /** The body of the answer; undefined where it has none. */
  readonly answer: (value: unknown, call: AnsweredCall) => unknown;
  /** What that body is, and what it means. */
  readonly answered: Pick<AnswerShape, 'description' | 'schema'>;
  /** Whether it may wait in a queue for its turn: anyone who sends it is not there any more to be asked who they are. */
  readonly durable: boolean;
  /** Whether it may come again with its key, and is then answered as before. */
  readonly repeatable: boolean;
}

/** @throws Error where an operation cannot be offered as it says */
export const publicCommands = (operations: readonly Operation[]): readonly PublicCommand[] =>
  operations.flatMap((operation) =>
    operation.bus ? [publicCommand(operation, operation.executes, operation.bus)] : [],
  );

function publicCommand(
  operation: Operation,
  { command, body }: Execution,
  { durable, status }: NonNullable<Operation['bus']>,
): PublicCommand {
  const { security, scope, summary, operationId } = operation;
  const answered = operation.answers[status ?? onlyStatusOf(operation)];
  if (!answered) throw new Error(`${operationId} has no answer ${status}`);
  const asksWhoCalls = security === 'bearer' || security === 'administration';
  if (durable && asksWhoCalls) throw new Error(`${operationId} asks who calls, so it cannot wait`);
  const repeatable = operation.idempotency === 'by-key';
  if (durable && !repeatable) throw new Error(`${operationId} would be repeated when its message is redelivered`);
  return {
    operation,
    command,
    summary,
    security: asksWhoCalls ? security : null,
    scope: scope ?? null,
    answer: body ?? ((value) => (answered.schema ? value : undefined)),
    answered,
    durable,
    repeatable,
  };
}
