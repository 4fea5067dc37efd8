import { setTimeout as pause } from 'node:timers/promises';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JsMsg,
  jetstream,
  RetentionPolicy,
} from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import type { NatsSettings } from '../config/index.js';
import type { ProblemBody, PublicCommand } from '../edge/index.js';
import { readTraceparent, traced } from '../tracing/index.js';
import { natsHeaders } from './broker.js';
import { type BusAnswer, readCall } from './bus-endpoint.js';
import type { BusServiceParts } from './bus-service.js';
import { judgeDelivery } from './judge-delivery.js';
import { keepConsumer, keepStream } from './keep-stream.js';
import { COMMAND_STREAM, DEAD_COMMAND_STREAM, DEAD_COMMANDS, DURABLE_COMMANDS, readBusSubject } from './subjects.js';

const CONSUMER = 'gatehouse';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Longer than any command takes: anyone who is silent for so long is dead, and another takes the command over. */
const ACK_WAIT_MS = 30_000;
const DUPLICATE_WINDOW_MS = 10 * MINUTE_MS;
const AT_ONCE = 16;
/** Far more than that, so that commands which wait for their next attempt hold nobody up. */
const PENDING = 20_000;
const SETUP_PAUSE_MS = 1_000;

/**
 * Handles the commands whose senders do not wait, each until it is done or cannot be. One that fails again and again
 * waits for itself alone; in the end it is told of on the dead-letter subject, without what it held.
 */
export class DurableCommands {
  readonly #byName: ReadonlyMap<string, PublicCommand>;
  readonly #atWork = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #messages: ConsumerMessages | null = null;

  constructor(
    private readonly parts: BusServiceParts,
    private readonly settings: Pick<NatsSettings, 'replicas'>,
  ) {
    const durable = parts.commands.filter((command) => command.durable);
    this.#byName = new Map(durable.map((command) => [command.command.name, command]));
  }

  /** Follows the stream for as long as the connection lives. A broker without JetStream is asked again. */
  async start(connection: NatsConnection): Promise<void> {
    const { signal } = this.#stopping;
    let said = '';
    while (!signal.aborted && !connection.isClosed()) {
      try {
        await this.#follow(connection);
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        if (words !== said) this.parts.logger.warn({ reason: words }, 'Durable commands cannot be followed');
        said = words;
      }
      await pause(SETUP_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async stop(withinSeconds: number): Promise<void> {
    this.#stopping.abort();
    await this.#messages?.close();
    await Promise.race([Promise.allSettled(this.#atWork), pause(withinSeconds * 1_000, undefined, { ref: false })]);
  }

  async #follow(connection: NatsConnection): Promise<void> {
    const client = jetstream(connection);
    await this.#keep(client);
    const consumer = await client.consumers.get(COMMAND_STREAM, CONSUMER);
    const messages = await consumer.consume({ max_messages: AT_ONCE, abort_on_missing_resource: true });
    this.#messages = messages;
    if (this.#stopping.signal.aborted) await messages.close();
    for await (const message of messages) {
      const work = this.#handle(client, message)
        .catch((error: unknown) => this.parts.logger.error({ err: error }, 'A durable command could not be settled'))
        .finally(() => this.#atWork.delete(work));
      this.#atWork.add(work);
      while (this.#atWork.size >= AT_ONCE) await Promise.race(this.#atWork);
    }
  }

  async #keep(client: JetStreamClient): Promise<void> {
    const manager = await client.jetstreamManager();
    const num_replicas = this.settings.replicas;
    await keepStream(manager, {
      name: COMMAND_STREAM,
      made: { retention: RetentionPolicy.Workqueue },
      changeable: {
        description: 'Durable commands until they are processed',
        subjects: [`${DURABLE_COMMANDS}.>`],
        // None is older than a day: by then it is a dead letter.
        max_age: nanos(7 * DAY_MS),
        duplicate_window: nanos(DUPLICATE_WINDOW_MS),
        num_replicas,
      },
    });
    await keepStream(manager, {
      name: DEAD_COMMAND_STREAM,
      made: { retention: RetentionPolicy.Limits },
      changeable: {
        description: 'Reports of failed commands, without their content',
        subjects: [`${DEAD_COMMANDS}.>`],
        max_age: nanos(30 * DAY_MS),
        duplicate_window: nanos(DUPLICATE_WINDOW_MS),
        num_replicas,
      },
    });
    await keepConsumer(manager, COMMAND_STREAM, {
      name: CONSUMER,
      made: { ack_policy: AckPolicy.Explicit, deliver_policy: DeliverPolicy.All },
      changeable: { ack_wait: nanos(ACK_WAIT_MS), max_deliver: -1, max_ack_pending: PENDING },
    });
  }

  async #handle(client: JetStreamClient, message: JsMsg): Promise<void> {
    const asked = readBusSubject(DURABLE_COMMANDS, message.subject);
    const command = (asked && this.#byName.get(asked.name)) ?? null;
    const call = { ...readCall(asked?.application ?? null, message), messageId: identityOf(message) };
    const { endpoint } = this.parts;
    const span = { kind: 'consumer', parent: readTraceparent(call.headers['traceparent']) } as const;
    const answer = await traced('durable command over NATS', span, () =>
      command ? endpoint.execute(command, call) : endpoint.answerUnknown(call),
    );
    const verdict = judgeDelivery(answer, {
      attempt: message.info.deliveryCount,
      ageMs: Date.now() - message.time.getTime(),
    });
    this.#tell(command ? command.command.name : 'unknown', message, answer, verdict.kind);
    if (verdict.kind === 'again') {
      message.nak(verdict.afterMs);
      return;
    }
    if (verdict.kind === 'dead') await this.#bury(client, message, verdict.problem);
    await message.ackAck();
  }

  #tell(command: string, { seq: sequence }: JsMsg, answer: BusAnswer, kind: string): void {
    const status = answer.ok ? 200 : answer.problem.status;
    this.parts.metrics.durableCommands.inc({ command, outcome: kind });
    const { requestId } = answer;
    this.parts.logger.info({ requestId, command, sequence, status, kind }, 'durable command');
  }

  /** The reason and whose message it was. What the message held may be a password. */
  async #bury(client: JetStreamClient, message: JsMsg, problem: ProblemBody): Promise<void> {
    const messageId = message.headers?.get('Nats-Msg-Id') || null;
    const letter = {
      ...problem,
      messageId,
      sequence: message.seq,
      sentAt: message.time.toISOString(),
      attempts: message.info.deliveryCount,
    };
    await client.publish(DEAD_COMMANDS + message.subject.slice(DURABLE_COMMANDS.length), JSON.stringify(letter), {
      msgID: `${message.timestampNanos}-${message.seq}`,
      headers: natsHeaders({ 'Content-Type': 'application/problem+json' }),
    });
  }
}

/** The sender's id of a message; without one it is told again by its place in the stream. */
const identityOf = (message: JsMsg): string =>
  message.headers?.get('Nats-Msg-Id') || `${message.timestampNanos}-${message.seq}`;
