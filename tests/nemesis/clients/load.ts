import { setTimeout as pause } from 'node:timers/promises';
import { randomFrom } from '../../bench/load/random-from.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { History } from '../history/history.ts';
import { Caller } from './caller.ts';
import { FeedReader } from './feed-reader.ts';
import { Importer } from './importer.ts';
import { live } from './life.ts';
import { Mailbox } from './mailbox.ts';
import { Neighbour } from './neighbour.ts';
import type { World } from './person.ts';
import { Prober } from './prober.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

export interface LoadOptions {
  readonly seed: number;
  /** Lives at once. */
  readonly people: number;
}

/** Everybody outside: people, neighbours, readers, receivers. */
export class Load {
  readonly receiver: WebhookReceiver;
  readonly neighbour: Neighbour;
  readonly readers: readonly FeedReader[];
  readonly #caller: Caller;
  readonly #importer: Importer;
  readonly #prober: Prober;
  readonly #mailbox: Mailbox;
  readonly #options: LoadOptions;
  #endsAt = Number.POSITIVE_INFINITY;
  #lives = 0;
  #living: Promise<unknown> = Promise.resolve();

  private constructor(
    parts: { receiver: WebhookReceiver; neighbour: Neighbour; caller: Caller; mailbox: Mailbox },
    { key }: Deployment,
    history: History,
    options: LoadOptions,
  ) {
    this.receiver = parts.receiver;
    this.neighbour = parts.neighbour;
    this.#caller = parts.caller;
    this.#mailbox = parts.mailbox;
    this.#options = options;
    const random = randomFrom(options.seed + 1);
    const { caller } = parts;
    this.readers = [1, 2].map((n) => new FeedReader(`feed${n}`, { caller, history, random, key }));
    this.#importer = new Importer(caller, random, key);
    this.#prober = new Prober(caller);
  }

  static async open(deployment: Deployment, history: History, options: LoadOptions): Promise<Load> {
    const random = randomFrom(options.seed);
    const caller = new Caller(deployment.apiUrls, history, random);
    const mailbox = new Mailbox(deployment.sandbox, history);
    const receiver = await WebhookReceiver.open(history);
    deployment.closing.add(() => receiver.close());
    const link = await deployment.links.add('worker', 'receiver', 'workers > receiver', receiver.port);
    const made = await caller.keyed({
      who: 'operator',
      op: 'webhook',
      path: '/v1/admin/webhooks',
      headers: { authorization: `Bearer ${deployment.key}` },
      body: { url: `${link.url}/hooks`, types: WEBHOOK_TYPES },
    });
    if (made?.status !== 201) throw new Error(`No webhook: ${JSON.stringify(made?.body)}`);
    receiver.signedBy((made.body as { secret: string }).secret);
    const neighbour = await Neighbour.open(
      deployment.brokers.map(({ url }) => url),
      history,
      random,
    );
    deployment.closing.add(() => neighbour.close());
    deployment.closing.add(() => caller.close());
    return new Load({ receiver, neighbour, caller, mailbox }, deployment, history, options);
  }

  /** Lives that have been begun. */
  get lives(): number {
    return this.#lives;
  }

  begin(endsAt: number): void {
    this.#endsAt = endsAt;
    for (const reader of this.readers) reader.begin();
    this.neighbour.begin();
    this.#importer.begin();
    this.#prober.begin();
    this.#living = Promise.all(Array.from({ length: this.#options.people }, (_, n) => this.#liveOn(n)));
  }

  /** Nobody begins anything more; feeds are still read. */
  async finish(): Promise<void> {
    await Promise.all([this.#importer.finish(), this.#prober.finish(), this.neighbour.finish()]);
    await Promise.race([this.#living, pause(25_000, undefined, { ref: false })]);
    this.#caller.finish();
    this.#mailbox.finish();
    await this.#living;
  }

  async closeReaders(): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.close()));
  }

  async #liveOn(place: number): Promise<void> {
    const random = randomFrom(this.#options.seed * 1_000 + place);
    const world: World = {
      caller: this.#caller,
      mailbox: this.#mailbox,
      random,
      hasTime: (ms) => Date.now() + ms < this.#endsAt,
    };
    await pause(place * 50);
    while (Date.now() < this.#endsAt) {
      this.#lives += 1;
      await live(world);
      await pause(random() * 300);
    }
  }
}

/** Of these every one is awaited; all would be as many as the log has. */
export const WEBHOOK_TYPES = ['user.registered.v1', 'user.activated.v1', 'user.erased.v1', 'user.email-changed.v1'];
