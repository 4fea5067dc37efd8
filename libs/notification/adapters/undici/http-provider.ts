import type { ProviderAnswer } from '../../application/ports/providers.js';
import {
  type AnswerHeaders,
  type CallOptions,
  callProvider,
  type Json,
  parseJsonObject,
  refusedCall,
  SEND_TIMEOUT_SECONDS,
} from './call-provider.js';

export interface HttpRequest {
  /** Appended to the provider's base URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** An object goes as JSON, a form as one; a text goes as it is, and its headers say what it is. */
  readonly body?: string | URLSearchParams | Readonly<Record<string, unknown>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly isSuccess: boolean;
  readonly headers: AnswerHeaders;
  /** The object that the body holds; empty where it holds none. */
  readonly json: Json;
}

/** All that a provider with an HTTP API has of its own. docs/providers.md tells how to write one. */
export interface HttpContract<Message> {
  /** It takes our delivery's id, and sends what it is given twice only once. */
  readonly isIdempotent?: boolean;
  /** Hands one message over. */
  request(message: Message): HttpRequest | Promise<HttpRequest>;
  /** What the answer means for that message. */
  read(answer: HttpAnswer): ProviderAnswer;
  /** A GET that only the right credentials succeed with, and that sends nothing. Absent: the provider has none. */
  check?(): HttpRequest | Promise<HttpRequest>;
  /** What the answer to that means; by default success is good. */
  readCheck?(answer: HttpAnswer): ProviderAnswer;
}

export interface HttpProviderOptions extends CallOptions {
  /** Such as `https://api.example.org`, with or without a slash. */
  readonly baseUrl: string;
}

/** A provider that messages are handed to over HTTP. Its contract makes the requests and reads the answers. */
export class HttpProvider<Message> {
  readonly name: string;
  readonly sendTimeoutSeconds: number;
  readonly isIdempotent: boolean;
  /** Absent: the provider has no call that shows whether the credentials are right. */
  readonly check?: () => Promise<ProviderAnswer>;
  readonly #baseUrl: string;

  /** @throws TypeError when the base URL is none */
  constructor(
    private readonly contract: HttpContract<Message>,
    private readonly options: HttpProviderOptions,
  ) {
    this.name = options.name;
    this.sendTimeoutSeconds = options.sendTimeoutSeconds ?? SEND_TIMEOUT_SECONDS;
    this.isIdempotent = contract.isIdempotent ?? false;
    this.#baseUrl = new URL(options.baseUrl).href;
    const { check } = contract;
    if (check) {
      this.check = async () => checkOver(options, await check.call(contract), contract.readCheck?.bind(contract))();
    }
  }

  async send(message: Message, withinSeconds = this.sendTimeoutSeconds): Promise<ProviderAnswer> {
    const request = await this.contract.request(message);
    return callProvider(
      {
        url: urlOf(this.#baseUrl, request),
        ...withBody(request),
        read: (status, body, headers) => this.contract.read(answerOf(status, body, headers)),
      },
      { ...this.options, sendTimeoutSeconds: Math.min(withinSeconds, this.sendTimeoutSeconds) },
    );
  }
}

/** Asks a provider whether our credentials are right. It is no message, so metrics do not count it. */
export const checkOver =
  (
    { baseUrl, onAnswer: _, ...options }: HttpProviderOptions,
    request: HttpRequest,
    read: (answer: HttpAnswer) => ProviderAnswer = readCheck,
  ) =>
  (): Promise<ProviderAnswer> =>
    callProvider(
      {
        url: urlOf(baseUrl, request),
        method: 'GET',
        headers: request.headers,
        read: (status, body, headers) => read(answerOf(status, body, headers)),
      },
      options,
    );

const urlOf = (baseUrl: string, { path }: HttpRequest): URL => new URL(`${baseUrl.replace(/\/+$/, '')}${path}`);

function withBody({ headers, body = '' }: HttpRequest): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  if (typeof body === 'string') return { headers, body };
  return body instanceof URLSearchParams
    ? { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: body.toString() }
    : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

const answerOf = (status: number, body: string, headers: AnswerHeaders): HttpAnswer => ({
  status,
  isSuccess: status >= 200 && status <= 299,
  headers,
  json: parseJsonObject(body) ?? {},
});

const readCheck = ({ status, isSuccess }: HttpAnswer): ProviderAnswer =>
  isSuccess ? { kind: 'accepted', providerMessageId: null } : refusedCall(status, status);

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
