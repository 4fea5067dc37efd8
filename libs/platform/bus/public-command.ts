import type { Command, CommandClass, Refusal, Result, ResultOf, Scope } from '@gatehouse/kernel';
import {
  type AnsweredCall,
  type AnswerShape,
  bearerProblems,
  idempotencyProblems,
  type Operation,
  type ProblemType,
} from '../edge/index.js';

/** A command that other bounded contexts may send over the broker. What is not listed as one is nobody's business. */
export interface PublicCommand {
  readonly operation: Operation;
  readonly command: new () => Command<Result<unknown, Refusal>>;
  readonly summary: string;
  /** How the caller says who calls, as over HTTP; null: the command itself holds what it takes. */
  readonly security: 'bearer' | 'administration' | null;
  readonly scope: Scope | null;
  /** By the refusal's code, those that the command may get besides the common ones. */
  readonly problems: ReadonlyMap<string, ProblemType>;
  /** The body of the HTTP answer; undefined where it has none. */
  readonly answer: (value: unknown, call: AnsweredCall) => unknown;
  /** What that body is, and what it means. */
  readonly answered: Pick<AnswerShape, 'description' | 'schema'>;
  /** Whether it may wait in a queue for its turn: whoever sends it is not there any more to be asked who they are. */
  readonly durable: boolean;
  /** Whether it may come again with its key, and is then answered as before. */
  readonly repeatable: boolean;
}

export interface PublicCommandOptions<C> {
  /** Of what the handler answers; unless told the answer is that itself, or nothing where the operation answers nothing. */
  readonly answer?: (value: ValueOf<C>, call: AnsweredCall) => unknown;
  /** Which of several answers of the operation is the one over the broker. */
  readonly status?: number;
  readonly durable?: boolean;
  /** Refusals that this kind of caller is told in other words. */
  readonly inOtherWords?: Readonly<Record<string, ProblemType>>;
}

type ValueOf<C> = ResultOf<C> extends Result<infer V, unknown> ? V : never;

/** Offers a command on the broker: what is said of it there is what its operation says over HTTP. */
export function publicCommand<C extends Command<Result<unknown, Refusal>>>(
  command: CommandClass<C> & (new () => C),
  operation: Operation,
  { answer, status, durable = false, inOtherWords = {} }: PublicCommandOptions<C> = {},
): PublicCommand {
  const { security, scope, summary } = operation;
  const isBearer = security === 'bearer';
  const answers = status === undefined ? Object.values(operation.answers) : [operation.answers[status]];
  const [answered, ...others] = answers;
  if (!answered || others.length > 0) throw new Error(`${command.name} has no operation with one answer`);
  if (durable && (isBearer || security === 'administration')) {
    throw new Error(`${command.name} asks who calls, so it cannot wait`);
  }
  const repeatable = operation.idempotency === 'by-key';
  if (durable && !repeatable) throw new Error(`${command.name} would be repeated when its message is redelivered`);
  return {
    operation,
    command,
    summary,
    security: isBearer || security === 'administration' ? security : null,
    scope: scope ?? null,
    problems: new Map([
      ...(repeatable ? Object.values(idempotencyProblems).map((problem) => [problem.code, problem] as const) : []),
      ...operation.problems.map((problem) => [problem.code, problem] as const),
      // A token outlives its account by minutes at most; it opens nothing any more.
      ...(isBearer ? [['account-unknown', bearerProblems['token-invalid']] as const] : []),
      ...Object.entries(inOtherWords),
    ]),
    answer: (answer as PublicCommand['answer'] | undefined) ?? ((value) => (answered.schema ? value : undefined)),
    answered,
    durable,
    repeatable,
  };
}
