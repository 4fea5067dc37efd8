import { setTimeout as pause } from 'node:timers/promises';
import { type Service, type ServiceMsg, Svcm } from '@nats-io/services';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import {
  type BodyClass,
  coarseSeconds,
  commonProblems,
  type PublicCommand,
  type PublicOperation,
  type PublicQuery,
  problemBody,
  REPLAYED,
} from '../edge/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import { readTraceparent, traced } from '../tracing/index.js';
import { natsHeaders } from './broker.js';
import { type BusAnswer, type BusCall, type BusEndpoint, readCall } from './bus-endpoint.js';
import { COMMANDS, QUERIES, readBusSubject } from './subjects.js';

const NAME = 'gatehouse';
const VERSION = '1.0.0';
/** Calls at work in this process; one more is told to come again. What hashes has a smaller queue of its own. */
const MOST_AT_ONCE = 1_000;
const BUSY_SECONDS = 1;
/** What an answer's headers may take of a message. */
const HEADER_BYTES = 1_024;

export interface BusServiceParts {
  /** Of the address at which HTTP is reached from outside. */
  readonly basePath: string;
  readonly endpoint: BusEndpoint;
  readonly commands: readonly PublicCommand[];
  readonly queries: readonly PublicQuery[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What is served below one subject. */
interface Kind {
  readonly name: 'command' | 'query';
  readonly subject: string;
  readonly served: ReadonlyMap<string, Offer>;
}

interface Offer extends Pick<PublicOperation, 'name' | 'summary'> {
  readonly schemaOf: BodyClass;
  readonly answer: (call: BusCall) => Promise<BusAnswer>;
}

/**
 * Serves the public commands and queries as a NATS micro service: found, pinged and counted by NATS' own tools, shared among
 * all instances. Each has two endpoints: where the subject names the application, the broker's permissions have vouched for it.
 */
export class BusService {
  readonly #kinds: readonly Kind[];
  readonly #atWork = new Set<Promise<void>>();
  /** Refusals by endpoint: the library counts requests, and an answer in the problem shape is one like any other to it. */
  readonly #refused = new Map<string, number>();
  #service: Service | null = null;
  #connection: NatsConnection | null = null;

  constructor(private readonly parts: BusServiceParts) {
    const { endpoint, commands, queries } = parts;
    this.#kinds = [
      kindOf('command', COMMANDS, commands, (command) => ({
        schemaOf: command.command,
        answer: (call) => endpoint.execute(command, call),
      })),
      kindOf('query', QUERIES, queries, (query) => ({
        schemaOf: query.query,
        answer: (call) => endpoint.ask(query, call),
      })),
    ];
  }

  async start(connection: NatsConnection): Promise<void> {
    // Without a broker, nobody asks for schemas.
    const { commandSchema } = await import('../openapi/index.js');
    const service = await new Svcm(connection).add({
      name: NAME,
      version: VERSION,
      description: 'Registration: sign-up, activation, and the rest of an account’s life',
      queue: NAME,
      statsHandler: async ({ subject }) => ({ refused: this.#refused.get(subject) ?? 0 }),
    });
    this.#service = service;
    this.#connection = connection;
    for (const kind of this.#kinds) {
      for (const [name, { summary, schemaOf }] of kind.served) {
        const metadata = { summary, schema: JSON.stringify(commandSchema(schemaOf)) };
        const serve = (subject: string) => ({ subject, metadata, handler: this.#handler(kind, subject) });
        service.addEndpoint(name, serve(`${kind.subject}.${name}`));
        service.addEndpoint(`${name}-of-application`, serve(`${kind.subject}.*.${name}`));
      }
      // A queue of its own, so that it takes nothing from the endpoints: it answers what is none of them.
      connection.subscribe(`${kind.subject}.>`, {
        queue: `${NAME}-unknown`,
        callback: (error, message) => {
          if (!error && !offerIn(kind, message.subject)) this.#begin(this.#answerUnknown(message));
        },
      });
    }
  }

  /** Takes nothing new, and lets what is at work be answered. */
  async stop(withinSeconds: number): Promise<void> {
    await this.#service?.stop();
    await Promise.race([Promise.allSettled(this.#atWork), pause(withinSeconds * 1_000, undefined, { ref: false })]);
  }

  #handler(kind: Kind, endpoint: string): (error: Error | null, message: ServiceMsg) => void {
    return (error, message) => {
      if (!error) this.#begin(this.#serve(kind, endpoint, message));
    };
  }

  #begin(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) =>
        this.parts.logger.error({ err: error }, 'A call over the broker could not be answered'),
      )
      .finally(() => this.#atWork.delete(watched));
    this.#atWork.add(watched);
  }

  async #serve(kind: Kind, endpoint: string, message: ServiceMsg): Promise<void> {
    const began = performance.now();
    const offer = offerIn(kind, message.subject);
    const call = readCall(readBusSubject(kind.subject, message.subject)?.application ?? null, message);
    const span = { kind: 'server', parent: readTraceparent(call.headers['traceparent']) } as const;
    let answer = await traced(`${kind.name} over NATS`, span, async () => this.#answer(offer, call));
    let text = textOf(answer);
    const most = this.#mostBytes;
    // Only what reads has answers of any size, and only that may be told that it was in vain.
    if (kind.name === 'query' && Buffer.byteLength(text) > most) {
      answer = await this.parts.endpoint.answerTooLarge(call, most);
      text = textOf(answer);
    }
    respond(message, answer, text);
    const status = answer.ok ? 200 : answer.problem.status;
    if (!answer.ok) this.#refused.set(endpoint, (this.#refused.get(endpoint) ?? 0) + 1);
    const seconds = (performance.now() - began) / 1_000;
    const name = offer?.name ?? 'unknown';
    if (kind.name === 'command') this.parts.metrics.busSeconds.observe({ command: name, status }, seconds);
    else this.parts.metrics.busQuerySeconds.observe({ query: name, status }, seconds);
    const ms = Math.round(seconds * 10_000) / 10;
    this.parts.logger.info({ requestId: answer.requestId, [kind.name]: name, status, ms }, kind.name);
  }

  /** Of an answer's body: the broker may be another one after a reconnection. */
  get #mostBytes(): number {
    return (this.#connection?.info?.max_payload ?? Number.POSITIVE_INFINITY) - HEADER_BYTES;
  }

  #answer(offer: Offer | undefined, call: BusCall): BusAnswer | Promise<BusAnswer> {
    if (this.#atWork.size >= MOST_AT_ONCE) return busy(this.parts.basePath);
    return offer ? offer.answer(call) : this.parts.endpoint.answerUnknown(call);
  }

  async #answerUnknown(message: Msg): Promise<void> {
    const answer = await this.parts.endpoint.answerUnknown(readCall(null, message));
    if (message.reply) respond(message, answer, textOf(answer));
  }
}

const kindOf = <P extends PublicOperation>(
  name: Kind['name'],
  subject: string,
  operations: readonly P[],
  offer: (operation: P) => Omit<Offer, 'name' | 'summary'>,
): Kind => ({
  name,
  subject,
  served: new Map(
    operations.map((operation) => [
      operation.name,
      { name: operation.name, summary: operation.summary, ...offer(operation) },
    ]),
  ),
});

const offerIn = (kind: Kind, subject: string): Offer | undefined =>
  kind.served.get(readBusSubject(kind.subject, subject)?.name ?? '');

function busy(basePath: string): BusAnswer {
  const requestId = crypto.randomUUID();
  const problem = problemBody(commonProblems.busy, requestId, {}, { basePath });
  return { ok: false, requestId, problem, retryAfterSeconds: BUSY_SECONDS };
}

function textOf(answer: BusAnswer): string {
  if (!answer.ok) return JSON.stringify(answer.problem);
  return answer.body === undefined ? '' : JSON.stringify(answer.body);
}

/** A problem has the headers of NATS' services too, so that their clients take it for the failure that it is. */
function respond(message: Pick<Msg, 'respond'>, answer: BusAnswer, text: string): void {
  const common = { 'X-Request-Id': answer.requestId };
  if (answer.ok) {
    const replayed = answer.replayed ? REPLAYED : {};
    message.respond(text, { headers: natsHeaders({ ...common, 'Content-Type': 'application/json', ...replayed }) });
    return;
  }
  const { problem, retryAfterSeconds } = answer;
  const headers = natsHeaders({
    ...common,
    'Content-Type': 'application/problem+json',
    'Nats-Service-Error-Code': String(problem.status),
    'Nats-Service-Error': problem.code,
    ...(retryAfterSeconds !== null && { 'Retry-After': String(coarseSeconds(retryAfterSeconds)) }),
  });
  message.respond(text, { headers });
}
