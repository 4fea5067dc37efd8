import { setTimeout as pause } from 'node:timers/promises';
import { type Service, type ServiceMsg, Svcm } from '@nats-io/services';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { PublicCommand } from '../edge/index.js';
import { coarseSeconds, commonProblems, problemBody, REPLAYED } from '../edge/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import { commandSchema } from '../openapi/index.js';
import { natsHeaders } from './broker.js';
import type { BusAnswer, CommandEndpoint } from './command-endpoint.js';
import { readCall } from './command-endpoint.js';
import { COMMANDS, readCommandSubject } from './subjects.js';

const NAME = 'gatehouse';
const VERSION = '1.0.0';
/** Commands at work in this process; one more is told to come again. What hashes has a smaller queue of its own. */
const MOST_AT_ONCE = 1_000;
const BUSY_SECONDS = 1;

export interface CommandServiceParts {
  /** Of the address at which HTTP is reached from outside. */
  readonly basePath: string;
  readonly desk: CommandEndpoint;
  readonly commands: readonly PublicCommand[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Serves the public commands as a NATS micro service: found, pinged and counted by NATS' own tools, shared among all
 * instances. Each has two endpoints: where the subject names the application, the broker's permissions have vouched for it.
 */
export class CommandService {
  readonly #byName: ReadonlyMap<string, PublicCommand>;
  readonly #atWork = new Set<Promise<void>>();
  /** Refusals by endpoint: the library counts requests, and an answer in the problem shape is one like any other to it. */
  readonly #refused = new Map<string, number>();
  #service: Service | null = null;

  constructor(private readonly parts: CommandServiceParts) {
    this.#byName = new Map(parts.commands.map((command) => [command.command.name, command]));
  }

  async start(connection: NatsConnection): Promise<void> {
    const service = await new Svcm(connection).add({
      name: NAME,
      version: VERSION,
      description: 'Registration: sign-up, activation, and the rest of an account’s life',
      queue: NAME,
      statsHandler: async ({ subject }) => ({ refused: this.#refused.get(subject) ?? 0 }),
    });
    this.#service = service;
    for (const [name, { command, summary }] of this.#byName) {
      const metadata = { summary, schema: JSON.stringify(commandSchema(command)) };
      const serve = (subject: string) => ({ subject, metadata, handler: this.#handler(subject) });
      service.addEndpoint(name, serve(`${COMMANDS}.${name}`));
      service.addEndpoint(`${name}-of-application`, serve(`${COMMANDS}.*.${name}`));
    }
    // A queue of its own, so that it takes nothing from the endpoints: it answers what is none of them.
    connection.subscribe(`${COMMANDS}.>`, {
      queue: `${NAME}-unknown`,
      callback: (error, message) => {
        if (error || this.#nameIn(message.subject) !== null) return;
        this.#begin(this.#answerUnknown(message));
      },
    });
  }

  /** Takes nothing new, and lets what is at work be answered. */
  async stop(withinSeconds: number): Promise<void> {
    await this.#service?.stop();
    await Promise.race([Promise.allSettled(this.#atWork), pause(withinSeconds * 1_000, undefined, { ref: false })]);
  }

  #handler(endpoint: string): (error: Error | null, message: ServiceMsg) => void {
    return (error, message) => {
      if (!error) this.#begin(this.#serve(endpoint, message));
    };
  }

  #begin(work: Promise<void>): void {
    const watched = work
      .catch((error: unknown) => this.parts.logger.error({ err: error }, 'A command could not be answered'))
      .finally(() => this.#atWork.delete(watched));
    this.#atWork.add(watched);
  }

  async #serve(endpoint: string, message: ServiceMsg): Promise<void> {
    const began = performance.now();
    const asked = readCommandSubject(COMMANDS, message.subject);
    const command = (asked && this.#byName.get(asked.command)) ?? null;
    const answer =
      this.#atWork.size >= MOST_AT_ONCE
        ? busy(this.parts.basePath)
        : await this.parts.desk.execute(command, readCall(asked?.application ?? null, message));
    respond(message, answer);
    const status = answer.ok ? 200 : answer.problem.status;
    if (!answer.ok) this.#refused.set(endpoint, (this.#refused.get(endpoint) ?? 0) + 1);
    const seconds = (performance.now() - began) / 1_000;
    const name = asked?.command ?? 'unknown';
    this.parts.metrics.busSeconds.observe({ command: name, status }, seconds);
    const ms = Math.round(seconds * 10_000) / 10;
    this.parts.logger.info({ requestId: answer.requestId, command: name, status, ms }, 'command');
  }

  async #answerUnknown(message: Msg): Promise<void> {
    const answer = await this.parts.desk.execute(null, readCall(null, message));
    if (message.reply) respond(message, answer);
  }

  #nameIn(subject: string): string | null {
    const name = readCommandSubject(COMMANDS, subject)?.command;
    return name !== undefined && this.#byName.has(name) ? name : null;
  }
}

function busy(basePath: string): BusAnswer {
  const requestId = crypto.randomUUID();
  const problem = problemBody(commonProblems.busy, requestId, {}, { basePath });
  return { ok: false, requestId, problem, retryAfterSeconds: BUSY_SECONDS };
}

/** A problem has the headers of NATS' services too, so that their clients take it for the failure that it is. */
function respond(message: Pick<Msg, 'respond'>, answer: BusAnswer): void {
  const common = { 'X-Request-Id': answer.requestId };
  if (answer.ok) {
    const headers = natsHeaders({
      ...common,
      'Content-Type': 'application/json',
      ...(answer.replayed && REPLAYED),
    });
    message.respond(answer.body === undefined ? '' : JSON.stringify(answer.body), { headers });
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
  message.respond(JSON.stringify(problem), { headers });
}
