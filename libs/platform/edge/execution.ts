import type { Command, CommandBus, Refusal, Result, ResultOf } from '@gatehouse/kernel';
import type {
  AnyCommand,
  Execution,
  ExecutionOptions,
  Operation,
  OperationAnswer,
  OperationCall,
} from './operation.js';

type ValueOf<C> = ResultOf<C> extends Result<infer Value, unknown> ? Value : never;

/** Says that an operation executes a command and answers what came of it, and nothing else. */
export const executing = <C extends AnyCommand>(
  command: new () => C,
  options: ExecutionOptions<ValueOf<C>> = {},
): Execution => ({ ...(options as ExecutionOptions<unknown>), command });

/**
 * What serves an operation's calls.
 * @throws Error where it executes a command and has several answers, but does not say which one it is
 */
export function servingBy(operation: Operation, bus: CommandBus): (call: OperationCall) => Promise<OperationAnswer> {
  const { executes, answers } = operation;
  if (!executes) return operation.handle;
  const { command, fields, status, body, headers } = executes;
  const only = status ? null : onlyStatusOf(operation);
  return async (call) => {
    const result = await bus.execute(commandFrom(command, fields ? fields(call) : call.body), call.context);
    if (!result.ok) return { refused: result.error };
    const { value } = result;
    const answered = only ?? status?.(value) ?? 200;
    const plain = answers[answered]?.schema ? value : undefined;
    return {
      status: answered,
      body: body ? body(value, { application: call.context.application, basePath: call.basePath }) : plain,
      ...(headers && { headers: headers(value) }),
    };
  };
}

/** @throws Error where there are several */
export function onlyStatusOf({ operationId, answers }: Operation): number {
  const [status, ...others] = Object.keys(answers);
  if (status === undefined || others.length > 0) throw new Error(`${operationId} does not say which answer it gives`);
  return Number(status);
}

/** Turns a use case's outcome into an answer; a refusal becomes its problem where the operation is mounted. */
export const answerResult = <T>(
  result: Result<T, Refusal>,
  toAnswer: (value: T) => OperationAnswer,
): OperationAnswer => (result.ok ? toAnswer(result.value) : { refused: result.error });

/** A command with the fields given. Whether they are right is for the bus to say. */
export function commandFrom<C extends Command<unknown>>(
  commandClass: new () => C,
  fields: Readonly<Record<string, unknown>>,
): C {
  return Object.assign(new commandClass(), fields);
}
