import { randomUUID } from 'node:crypto';
import { type CommandContext, queryWith, type Refusal, type Result } from '@gatehouse/kernel';
import type { MsgHdrs } from '@nats-io/transport-node';
import {
  type Buses,
  bodyTooLarge,
  busProblems,
  type Caller,
  type CallerParts,
  callerOf,
  commandFrom,
  commonProblems,
  type DeclaredProblems,
  declaredProblems,
  expectJson,
  isWorthLogging,
  MAX_BODY_BYTES,
  type Operation,
  type ProblemBody,
  ProblemError,
  type PublicCommand,
  type PublicOperation,
  type PublicQuery,
  parseJsonObject,
  problemBody,
  problemOfFault,
  problemOfRefusal,
  repeatableCall,
} from '../edge/index.js';
import { negotiateLocale } from '../i18n.js';
import { RepeatableCall } from '../idempotency/index.js';
import type { Logger } from '../logging.js';

/** What comes in over the broker. */
export interface BusCall {
  /** Slug that the subject names; null: the header does, as over HTTP. */
  readonly application: string | null;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Of a message that may come again, and is then to be done once. */
  readonly messageId?: string;
}

export type BusAnswer = { readonly requestId: string } & (
  | { readonly ok: true; readonly body: unknown /** Given before to the same key. */; readonly replayed: boolean }
  | { readonly ok: false; readonly problem: ProblemBody; readonly retryAfterSeconds: number | null }
);

export interface BusEndpointParts extends CallerParts, Buses {
  /** Of the address at which HTTP is reached from outside: answers lead there. */
  readonly basePath: string;
  readonly logger: Logger;
}

/** Takes commands and queries that come as bytes and headers, with the checks that HTTP has, and answers as HTTP does. */
export class BusEndpoint {
  readonly #problems = new Map<Operation, DeclaredProblems>();

  constructor(private readonly parts: BusEndpointParts) {}

  execute(command: PublicCommand, call: BusCall): Promise<BusAnswer> {
    return this.#answer(command, call, async (caller, requestId) => {
      // Before the key is looked at: what is wrong with the body is wrong whenever it comes.
      const made = commandFrom(command.command, fieldsOf(call));
      const repeatable = repetitionOf(command, caller, call);
      const context = { ...contextOf(caller, requestId), ...(repeatable && { repeatable }) };
      const result = await this.parts.bus.execute(made, context);
      return { result, context, replayed: repeatable?.isReplayed ?? false };
    });
  }

  ask(query: PublicQuery, call: BusCall): Promise<BusAnswer> {
    return this.#answer(query, call, async (caller, requestId) => {
      const context = contextOf(caller, requestId);
      const result = await this.parts.queries.ask(queryWith(query.query, fieldsOf(call)), context);
      return { result, context, replayed: false };
    });
  }

  /** To what is no public command or query. */
  answerUnknown(call: BusCall): Promise<BusAnswer> {
    return this.#answered(call, () => Promise.reject(new ProblemError(commonProblems['not-found'])));
  }

  /** @param bytes that an answer may have; the one that was made has more */
  answerTooLarge(call: BusCall, bytes: number): Promise<BusAnswer> {
    const { refusal } = bodyTooLarge(bytes);
    return this.#answered(call, () => Promise.reject(new ProblemError(busProblems['answer-too-large'], refusal)));
  }

  #answer(
    { operation, answer }: PublicOperation,
    call: BusCall,
    serve: (caller: Caller, requestId: string) => Promise<Served>,
  ): Promise<BusAnswer> {
    return this.#answered(call, async (requestId) => {
      const caller = await callerOf(operation, call, this.parts, call.application);
      const { result, context, replayed } = await serve(caller, requestId);
      if (!result.ok) {
        throw new ProblemError(problemOfRefusal(operation, this.#problemsOf(operation), result.error), result.error);
      }
      const { basePath } = this.parts;
      return { ok: true, requestId, replayed, body: answer(result.value, { ...context, basePath }) };
    });
  }

  async #answered(call: BusCall, make: (requestId: string) => Promise<BusAnswer>): Promise<BusAnswer> {
    const requestId = randomUUID();
    try {
      return await make(requestId);
    } catch (error) {
      if (isWorthLogging(error)) this.parts.logger.error({ err: error, requestId }, 'A call over the broker failed');
      const { problem, refusal = {} } = problemOfFault(error);
      const locale = negotiateLocale(call.headers['accept-language']);
      return {
        ok: false,
        requestId,
        problem: problemBody(problem, requestId, refusal, { locale, basePath: this.parts.basePath }),
        retryAfterSeconds: refusal.retryAfterSeconds ?? null,
      };
    }
  }

  #problemsOf(operation: Operation): DeclaredProblems {
    const known = this.#problems.get(operation) ?? declaredProblems(operation);
    this.#problems.set(operation, known);
    return known;
  }
}

interface Served {
  readonly result: Result<unknown, Refusal>;
  readonly context: CommandContext;
  readonly replayed: boolean;
}

/** No network is behind a broker: limits by network count for HTTP alone, those by recipient and account for all. */
const contextOf = (caller: Caller, requestId: string): CommandContext => ({ ...caller, network: null, requestId });

function fieldsOf({ headers, body }: BusCall): Record<string, unknown> {
  if (body.length > MAX_BODY_BYTES) throw bodyTooLarge(MAX_BODY_BYTES);
  if (body.length === 0) return {};
  expectJson({ 'content-type': 'application/json', ...headers });
  return parseJsonObject(body);
}

/**
 * The sender's key, or the message's own id. Each has its own callers, apart from those of HTTP: a message's id may be easy
 * to guess, and anyone who took it first would have the message die.
 */
function repetitionOf({ command, repeatable }: PublicCommand, caller: Caller, call: BusCall): RepeatableCall | null {
  if (!repeatable) return null;
  const request = { bus: command.name };
  const { messageId } = call;
  if (messageId !== undefined) return new RepeatableCall(messageId, 'a message of the broker', request);
  return repeatableCall(call, caller, request, ' over the broker');
}

/** A message as the endpoint takes it. Of a header that stands twice the first counts, as over HTTP. */
export function readCall(
  application: string | null,
  message: { readonly headers?: MsgHdrs | undefined; readonly data: Uint8Array },
): BusCall {
  const headers: Record<string, string> = {};
  for (const name of message.headers?.keys() ?? []) headers[name.toLowerCase()] ??= message.headers?.get(name) ?? '';
  return { application, headers, body: message.data };
}
