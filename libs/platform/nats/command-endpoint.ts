import { randomUUID } from 'node:crypto';
import type { CommandBus, CommandContext } from '@gatehouse/kernel';
import type { MsgHdrs } from '@nats-io/transport-node';
import {
  bodyTooLarge,
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

export interface CommandEndpointParts extends CallerParts {
  /** Of the address at which HTTP is reached from outside: answers lead there. */
  readonly basePath: string;
  readonly bus: CommandBus;
  readonly logger: Logger;
}

/** Takes commands that come as bytes and headers, with the checks that HTTP has, and answers as HTTP does. */
export class CommandEndpoint {
  readonly #problems = new Map<Operation, DeclaredProblems>();

  constructor(private readonly parts: CommandEndpointParts) {}

  /** @param publicCommand null: there is none of that name */
  async execute(publicCommand: PublicCommand | null, call: BusCall): Promise<BusAnswer> {
    const requestId = randomUUID();
    try {
      if (!publicCommand) throw new ProblemError(commonProblems['not-found']);
      const { operation } = publicCommand;
      const caller = await callerOf(operation, call, this.parts, call.application);
      const command = commandFrom(publicCommand.command, fieldsOf(call));
      // No network is behind a broker: limits by network count for HTTP alone, those by recipient and account for all.
      const repeatable = repetitionOf(publicCommand, caller, call);
      const context: CommandContext = { ...caller, network: null, requestId, ...(repeatable && { repeatable }) };
      const result = await this.parts.bus.execute(command, context);
      if (result.ok) {
        const replayed = repeatable?.isReplayed ?? false;
        return {
          ok: true,
          requestId,
          replayed,
          body: publicCommand.answer(result.value, { ...context, basePath: this.parts.basePath }),
        };
      }
      throw new ProblemError(problemOfRefusal(operation, this.#problemsOf(operation), result.error), result.error);
    } catch (error) {
      if (isWorthLogging(error)) this.parts.logger.error({ err: error, requestId }, 'A command failed');
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

/** A message as the command desk takes it. Of a header that stands twice the first counts, as over HTTP. */
export function readCall(
  application: string | null,
  message: { readonly headers?: MsgHdrs | undefined; readonly data: Uint8Array },
): BusCall {
  const headers: Record<string, string> = {};
  for (const name of message.headers?.keys() ?? []) headers[name.toLowerCase()] ??= message.headers?.get(name) ?? '';
  return { application, headers, body: message.data };
}
