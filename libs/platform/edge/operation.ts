import type { Command, CommandContext, Query, Refusal, Result, Scope } from '@gatehouse/kernel';
import type { ProblemType } from './problem.js';

/** A class with class-validator decorators that describes a body. */
// biome-ignore lint/complexity/noBannedTypes: any class will do, it is only named
export type BodyClass = Function;

/** A class whose fields are a query's parameters. */
export type QueryClass = new () => object;

export interface BodyShape {
  readonly schema: new () => object;
  /** Fields of the class that the body holds; all of them by default. The others come from elsewhere. */
  readonly fields?: readonly string[];
  readonly optional?: boolean;
  /** Bytes; 8 KiB by default. */
  readonly limit?: number;
  /** Of a body that the operation reads by itself, as it comes, for as long as it comes; else it is JSON and read before. */
  readonly streamedAs?: 'application/x-ndjson';
  readonly example: object;
}

/** A body that is no JSON: read whole before the operation is asked, and given to it as it came. */
export interface BytesShape {
  /** The media types that it may have. Which it is, the operation finds out by the bytes. */
  readonly bytesAs: readonly string[];
  /** Bytes. */
  readonly limit: number;
}

export interface AnswerShape {
  readonly description: string;
  readonly schema?: BodyClass;
  /** Of the body: application/json by default. */
  readonly contentType?: string;
  /** Another content type that callers may ask for. */
  readonly alsoAs?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Those that the answer has at times. */
  readonly optionalHeaders?: Readonly<Record<string, string>>;
  readonly example?: unknown;
}

/**
 * `by-key`: an Idempotency-Key is honoured, because a repetition would have another effect. Whatever writes that effect
 * keeps the answer (`keepAnswer`), and the table in tests/e2e/http/idempotency/requests.ts has a request for it. Otherwise
 * why no key is needed.
 */
export type Idempotency = 'by-key' | { readonly noKeyBecause: string };

/** One operation: what the documents say of it, what serves it, and who may call it by which carrier. */
export type Operation = OperationParts & Repetition & (Executed | Asked | Handled);

type Repetition =
  | { readonly method: 'post'; readonly idempotency: Idempotency }
  | { readonly method: 'get' | 'put' | 'patch' | 'delete'; readonly idempotency?: undefined };

/** It executes a command and answers what came of it. Only this and the next can be called over the broker. */
interface Executed {
  readonly executes: Execution;
  /** Offers the command to other bounded contexts, with the description that HTTP has. */
  readonly bus?: BusOffer;
  readonly asks?: undefined;
  readonly handle?: undefined;
}

/** It asks a query and answers what was found. */
interface Asked {
  readonly asks: Asking;
  /** Offers the query to other bounded contexts. */
  readonly bus?: QueryOffer;
  readonly executes?: undefined;
  /** Serves HTTP in place of the query alone, where that can also wait or stream. */
  readonly handle?: ((call: OperationCall) => Promise<OperationAnswer>) | undefined;
}

interface Handled {
  readonly handle: (call: OperationCall) => Promise<OperationAnswer>;
  readonly executes?: undefined;
  readonly asks?: undefined;
  readonly bus?: undefined;
}

/** How a call becomes a command, and what it answered becomes an answer. */
export interface ExecutionOptions<Value> {
  /** Of the command; by default those of the body. */
  readonly fields?: (call: OperationCall) => Readonly<Record<string, unknown>>;
  /** Which of the operation's answers it is, where there are several. */
  readonly status?: (value: Value) => number;
  /** By default what the command answered where that answer has a schema, and nothing where it has none. */
  readonly body?: (value: Value, call: AnsweredCall) => unknown;
  readonly headers?: (value: Value) => Readonly<Record<string, string>>;
}

export type AnyCommand = Command<Result<unknown, Refusal>>;

/** The command that an operation executes, by whatever carrier. */
export interface Execution extends ExecutionOptions<unknown> {
  readonly command: new () => AnyCommand;
}

export type AnyQuery = Query<Result<unknown, Refusal>>;

/** The query that an operation asks, by whatever carrier: with the parameters of the URL, and the fields of the body. */
export interface Asking extends AskingOptions<unknown> {
  readonly query: new () => AnyQuery;
}

export interface AskingOptions<Value> {
  /**
   * Fields that stand in the path.
   * @throws ProblemError for what names no place
   */
  readonly fromPath?: (params: OperationCall['params']) => Readonly<Record<string, unknown>>;
  /** By default what was found. */
  readonly body?: (value: Value, call: AnsweredCall) => unknown;
}

export interface BusOffer {
  /** Whether it may be left in a queue by senders who do not wait. */
  readonly durable: boolean;
  /** Which of several answers is the one over the broker. */
  readonly status?: number;
}

/** Nobody leaves a question in a queue: its sender waits for the answer. */
export type QueryOffer = BusOffer & { readonly durable: false };

/** Calls that cost so much processor time that they wait for each other. */
export type WaitingCall = 'activation' | 'sign-in' | 'sign-up';

/** Whether there is room for one more call. */
export interface Admission {
  /** Seconds after which to come back; null if there is room. Nothing else of the call is looked at. */
  refusal(call: { readonly application: string; readonly priority: WaitingCall }): number | null;
}

interface OperationParts {
  /** OpenAPI form: `/v1/users/{id}/activation`. */
  readonly path: string;
  /** What the path's parameters are, by name. */
  readonly params?: Readonly<Record<string, string>>;
  /** Headers of the request that the operation reads besides the usual ones, by name; none is required. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** `bearer`: a person's access token. `administration`: that of somebody with a role, or a secret key. */
  readonly security?: 'basic' | 'bearer' | 'basic-or-body' | 'administration';
  /** What the caller must be allowed to do: `account` for `bearer`; `administration` says it, or nothing is let in. */
  readonly scope?: Scope;
  /** The parameters of the query, as a class whose fields are their names. Others are refused before the operation is asked. */
  readonly query?: QueryClass;
  /** Fields of that class that are parameters; all of them by default. The others come from elsewhere. */
  readonly queryFields?: readonly string[];
  readonly body?: BodyShape | BytesShape;
  /** What its calls wait for the processor as: where there is no room, they are refused before their body is read. */
  readonly waitsAs?: WaitingCall;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** Besides those that any operation may answer. */
  readonly problems: readonly ProblemType[];
  /** Refusals of the use case that callers of this operation are told in other words, by their codes. */
  readonly inOtherWords?: Readonly<Record<string, ProblemType>>;
  /** May end the session whose cookie the request carries: then its answer makes the browser forget the cookie. */
  readonly endsSessions?: boolean;
  /** Answers outside of any application: health, keys, documents. */
  readonly withoutApplication?: boolean;
  /** The parameter `application` of the query names the application where no header does. */
  readonly applicationInQuery?: boolean;
  /** Pages of any origin may read the answer: it holds nothing that is not public. */
  readonly isPublicDocument?: boolean;
}

/** The scope that a caller of the operation needs; null where nobody has to say who they are, or a password says it. */
export const scopeOf = ({ security, scope }: Pick<Operation, 'security' | 'scope'>): Scope | null =>
  scope ?? (security === 'bearer' ? 'account' : null);

/** What was asked, whichever carrier brought it. */
export interface OperationCall {
  readonly context: CommandContext;
  /** What stands before the paths of this service when it is reached from outside: `/auth`, or nothing. */
  readonly basePath: string;
  readonly headers: CallHeaders;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body: an object of the fields that the operation's shape allows. Empty where there is none. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The body, where its shape says `bytesAs`; else empty. */
  readonly bytes: Uint8Array;
  /**
   * The body as it comes, where its shape says `streamedAs`; read once.
   * @throws ProblemError 408 request-timeout, 400 json-invalid, as it is read
   */
  readonly upload: AsyncIterable<Uint8Array>;
  /** Aborted once the answer is sent, or nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Whether the caller would rather have this type (`alsoAs`) than JSON. */
  prefers(contentType: string): boolean;
}

/** What the body of an answer may need besides what it tells of. */
export type AnsweredCall = Pick<CommandContext, 'application'> & Pick<OperationCall, 'basePath'>;

/** `refused`: the problem of that code. */
export type OperationAnswer =
  | (AnswerHeaders & { readonly refused: Refusal })
  | (AnswerHeaders & { readonly status: number; readonly body?: unknown })
  | LinesAnswer
  | EventsAnswer;

interface AnswerHeaders {
  readonly headers?: Readonly<Record<string, string>>;
}

/** JSON by lines, a batch at a time. What fails before the first batch is a problem; what fails later cuts the answer off. */
export interface LinesAnswer extends AnswerHeaders {
  readonly lines: AsyncIterable<readonly object[]>;
  /** Bytes that may wait for a caller who does not read; as many as the connection takes by default. */
  readonly unread?: number;
  /** Longest wait for a caller who does not read, in milliseconds; as long as the connection holds by default. */
  readonly idleMs?: number;
}

/** Server-sent events. They end when the call's signal is aborted. */
export interface EventsAnswer extends AnswerHeaders {
  readonly events: AsyncIterable<readonly StreamedEvent[]>;
}

/** With an id alone it moves what the caller names as the last event on coming back. */
export type StreamedEvent =
  | { readonly id: string; readonly event: string; readonly data: object }
  | { readonly id: string; readonly event?: undefined };

/** By their names in small letters. Of most headers that come twice the carrier makes one text. */
export interface CallHeaders {
  readonly accept?: string | undefined;
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
  readonly 'content-type'?: string | undefined;
  readonly [name: string]: string | readonly string[] | undefined;
}

/** A call, as far as its headers tell. */
export interface CallWithHeaders {
  readonly headers: CallHeaders;
}
