import type { AnswerOf, Command, CommandBus, QueryBus, Refusal, Result, ResultOf } from '@gatehouse/kernel';
import { parametersIn } from './checked-input.js';
import type {
  AnyCommand,
  AnyQuery,
  Asking,
  AskingOptions,
  Execution,
  ExecutionOptions,
  Operation,
  OperationAnswer,
  OperationCall,
} from './operation.js';

type ValueOf<C> = ResultOf<C> extends Result<infer Value, unknown> ? Value : never;
type FoundBy<Q> = AnswerOf<Q> extends Result<infer Value, unknown> ? Value : never;
type Serve = (call: OperationCall) => Promise<OperationAnswer>;

/** What operations are served by. */
export interface Buses {
  readonly bus: CommandBus;
  readonly queries: QueryBus;
}

/** Says that an operation executes a command and answers what came of it, and nothing else. */
export const executing = <C extends AnyCommand>(
  command: new () => C,
  options: ExecutionOptions<ValueOf<C>> = {},
): Execution => ({ ...(options as ExecutionOptions<unknown>), command });

/** Says that an operation asks a query and answers what was found. */
export const asking = <Q extends AnyQuery>(query: new () => Q, options: AskingOptions<FoundBy<Q>> = {}): Asking => ({
  ...(options as AskingOptions<unknown>),
  query,
});

/**
 * What serves an operation's calls.
 * @throws Error where it has several answers, but does not say which one it is
 */
export function servingBy(operation: Operation, { bus, queries }: Buses): Serve {
  if (operation.handle) return operation.handle;
  return operation.executes ? executingBy(operation, operation.executes, bus) : askingBy(operation, queries);
}

function executingBy(
  operation: Operation,
  { command, fields, status, body, headers }: Execution,
  bus: CommandBus,
): Serve {
  const { answers } = operation;
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

function askingBy(operation: Operation & { readonly asks: Asking }, queries: QueryBus): Serve {
  const { asks, query: hasParameters, queryFields } = operation;
  const { query, fromPath, body = (value: unknown) => value } = asks;
  const parameters = queryFields && new Set(queryFields);
  const status = onlyStatusOf(operation);
  return async ({ query: url, body: fields, params, context, basePath }) => {
    const asked = hasParameters ? parametersIn(query, url, parameters) : new query();
    const found = await queries.ask(Object.assign(asked, fields, fromPath?.(params)), context);
    const { application } = context;
    return answerResult(found, (value) => ({ status, body: body(value, { application, basePath }) }));
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
