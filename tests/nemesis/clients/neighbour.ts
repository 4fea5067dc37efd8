import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { APPLICATION, FOLLOWER } from '../deployment/deployment.ts';
import type { History } from '../history/history.ts';
import { newPassword, textIn } from './person.ts';

const STREAM = 'GATEHOUSE_EVENTS';
const ANSWERS_WITHIN_MS = 5_000;
const PATIENCE_MS = 60_000;

interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
}

/** Another bounded context: it sends commands over the broker, waited for and durable, and follows the events. */
export class Neighbour {
  readonly #history: History;
  readonly #random: () => number;
  readonly #connection: NatsConnection;
  readonly #dead = new Map<string, string>();
  #isOver = false;
  #working: Promise<unknown> = Promise.resolve();
  #following: Promise<unknown> = Promise.resolve();
  #count = 0;

  private constructor(connection: NatsConnection, history: History, random: () => number) {
    this.#connection = connection;
    this.#history = history;
    this.#random = random;
  }

  static async open(servers: readonly string[], history: History, random: () => number): Promise<Neighbour> {
    const connection = await connect({
      servers: [...servers],
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      pingInterval: 2_000,
      waitOnFirstConnect: true,
    });
    const neighbour = new Neighbour(connection, history, random);
    connection.subscribe('gatehouse.dead.commands.>', {
      callback: (_error, message) => {
        const { messageId, code } = message.json<{ messageId: string | null; code: string }>();
        if (messageId !== null) neighbour.#dead.set(messageId, code);
      },
    });
    return neighbour;
  }

  /** Of durable commands that were given up: the code, by the message's id. */
  get dead(): ReadonlyMap<string, string> {
    return this.#dead;
  }

  begin(): void {
    this.#working = Promise.all([this.#send(), this.#sendDurably()]);
    this.#following = this.#follow();
  }

  /** Sends nothing more; goes on following. */
  async finish(): Promise<void> {
    this.#isOver = true;
    await this.#working;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#connection.close();
    await this.#following.catch(() => undefined);
  }

  /** Durable commands that are not done yet. */
  async waiting(): Promise<number> {
    const manager = await jetstreamManager(this.#connection, { timeout: ANSWERS_WITHIN_MS });
    return (await manager.streams.info('GATEHOUSE_COMMANDS')).state.messages;
  }

  /** What the stream of events holds at the end, as it is on the broker. */
  async stream(): Promise<readonly { readonly seq: number; readonly text: string }[]> {
    const manager = await jetstreamManager(this.#connection);
    const name = `check-${randomUUID().slice(0, 8)}`;
    await manager.consumers.add(STREAM, { name, ack_policy: AckPolicy.None, mem_storage: true });
    const consumer = await manager.jetstream().consumers.get(STREAM, name);
    const found: { seq: number; text: string }[] = [];
    for (let left = (await consumer.info()).num_pending; left > 0; ) {
      const messages = await consumer.fetch({ max_messages: Math.min(left, 500), expires: 10_000 });
      let got = 0;
      for await (const message of messages) {
        found.push({ seq: message.seq, text: message.string() });
        got += 1;
      }
      if (got === 0) break;
      left -= got;
    }
    await manager.consumers.delete(STREAM, name);
    return found;
  }

  /** Commands whose answer is waited for, repeated with their key until there is one. */
  async #send(): Promise<void> {
    while (!this.#isOver) {
      await pause(300 + this.#random() * 700);
      const { email, password } = this.#newPerson();
      const key = randomUUID();
      for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline && !this.#isOver; await pause(300)) {
        if (await this.#ask({ email, password }, key)) break;
      }
    }
  }

  async #ask(body: { readonly email: string; readonly password: string }, key: string): Promise<boolean> {
    const { email } = body;
    const call = this.#history.ask({ who: 'neighbour', op: 'command', about: { email }, key });
    const head = headers();
    head.set('Gatehouse-Application', APPLICATION);
    head.set('Idempotency-Key', key);
    try {
      const answer = await this.#connection.request('gatehouse.commands.RegisterUser', JSON.stringify(body), {
        timeout: ANSWERS_WITHIN_MS,
        headers: head,
      });
      const status = Number(answer.headers?.get('Nats-Service-Error-Code') || 201);
      const found: unknown = answer.json();
      this.#history.answer(call, { status, body: found, code: status < 300 ? null : textIn(found, 'code') });
      return status < 500 && call.code !== 'idempotency-in-flight';
    } catch (error) {
      this.#history.answer(call, { code: error instanceof Error ? error.name : 'unknown' });
      return false;
    }
  }

  /** Commands that nobody waits for: once the broker has acknowledged one, it is done once. */
  async #sendDurably(): Promise<void> {
    const client = jetstream(this.#connection, { timeout: ANSWERS_WITHIN_MS });
    while (!this.#isOver) {
      await pause(300 + this.#random() * 700);
      const { email, password } = this.#newPerson();
      const msgID = randomUUID();
      const head = headers();
      head.set('Gatehouse-Application', APPLICATION);
      const again = this.#random() < 0.2 ? 2 : 1;
      for (let done = 0, tries = 0; done < again && tries < 30 && !this.#isOver; tries++) {
        const call = this.#history.ask({ who: 'neighbour', op: 'durable-command', about: { email }, key: msgID });
        const body = JSON.stringify({ email, password });
        const published = await client
          .publish('gatehouse.durable.commands.RegisterUser', body, { msgID, headers: head })
          .catch((error: Error) => error);
        if (published instanceof Error) this.#history.answer(call, { code: published.name });
        else this.#history.answer(call, { status: 202, body: { seq: published.seq, duplicate: published.duplicate } });
        if (published instanceof Error) await pause(300);
        else done += 1;
      }
    }
  }

  async #follow(): Promise<void> {
    while (!this.#connection.isClosed()) {
      try {
        const consumer = await jetstream(this.#connection).consumers.get(STREAM, FOLLOWER);
        const messages = await consumer.fetch({ max_messages: 200, expires: 1_000 });
        for await (const message of messages) {
          const { id, type, subject } = message.json<CloudEvent>();
          this.#history.tell({ at: Date.now(), reader: 'broker', id, subject, type, seq: message.seq });
          message.ack();
        }
      } catch {
        await pause(200);
      }
    }
  }

  #newPerson(): { readonly email: string; readonly password: string } {
    this.#count += 1;
    return { email: `neighbour-${this.#count}-${randomUUID().slice(0, 8)}@chaos.example`, password: newPassword() };
  }
}
