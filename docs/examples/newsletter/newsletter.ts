import type { Gatehouse, Schemas } from '@gatehouse/client';
import { type ConsumerMessages, jetstream } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';

/** What the events tell of somebody that this context cares for. What told of a person is null once they were erased. */
type Event = Pick<Schemas['PublishedEvent'], 'id' | 'type' | 'subject'> & {
  readonly data: { readonly email?: string | null; readonly locale?: string | null };
};

export interface Reader {
  readonly email: string;
  readonly locale: string;
}

const TYPES = ['user.activated.v1', 'user.email-changed.v1', 'user.email-change-undone.v1', 'user.erased.v1'];

/**
 * Another team's bounded context: whom our letters go to. It sends a command and a query, follows events, and keeps a list of its
 * own, so that it writes letters while Gatehouse is away. The list may be lost: the events make it again.
 */
export class Newsletter {
  readonly #readers = new Map<string, Reader>();
  /** Events come at least once. */
  readonly #seen = new Set<string>();
  #news: ConsumerMessages | null = null;

  /**
   * @param gatehouse with a secret key of the application, which the log is read with
   * @param secretKey the same, for questions over the bus
   */
  constructor(
    private readonly broker: NatsConnection,
    private readonly gatehouse: Gatehouse,
    private readonly secretKey: string,
  ) {}

  /** By user id. */
  get readers(): ReadonlyMap<string, Reader> {
    return this.#readers;
  }

  /** From nothing to the present, then on with what happens. The log first: an older event must not undo a newer one. */
  async start(): Promise<void> {
    await this.#replay();
    const consumer = await jetstream(this.broker).consumers.get('GATEHOUSE_EVENTS', 'newsletter');
    this.#news = await consumer.consume();
    this.#follow(this.#news).catch(() => this.broker.close()); // what supervises this process restarts it
  }

  async stop(): Promise<void> {
    await this.#news?.close();
  }

  /** Signs somebody up from a form of ours, over the bus. Gatehouse sends the code; the answer is the pending profile. */
  async signUp(person: Schemas['RegisterUserRequest']): Promise<Schemas['RegisteredProfile']> {
    const answer = await this.broker.request('gatehouse.commands.RegisterUser', JSON.stringify(person));
    const body = answer.json<Schemas['RegisteredProfile'] & Schemas['Problem']>();
    if (answer.headers?.has('Nats-Service-Error-Code')) throw new Error(body.code);
    return body;
  }

  /** How a letter greets somebody; null without a name. Names are not on our list: Gatehouse has them up to date. */
  async nameOf(userId: string): Promise<string | null> {
    const options = { headers: headers(), timeout: 5_000 };
    options.headers.set('Authorization', `Bearer ${this.secretKey}`);
    const answer = await this.broker.request('gatehouse.queries.FindUser', JSON.stringify({ userId }), options);
    const body = answer.json<Schemas['UserRecord'] & Schemas['Problem']>();
    if (answer.headers?.has('Nats-Service-Error-Code')) throw new Error(body.code);
    return body.name;
  }

  async #replay(): Promise<void> {
    let after: string | undefined;
    for (let more = true; more; ) {
      const query = { types: TYPES.join(','), limit: 500, ...(after && { after }) };
      const { data } = await this.gatehouse.api.GET('/v1/events', { params: { query } });
      for (const event of data?.events ?? []) this.#apply(event as Event);
      after = data?.nextAfter;
      more = data?.more ?? false;
    }
  }

  /** Acknowledged once it is in the list: what a crash leaves open comes again. */
  async #follow(news: ConsumerMessages): Promise<void> {
    for await (const message of news) {
      this.#apply(message.json<Event>());
      message.ack();
    }
  }

  #apply({ id, type, subject, data }: Event): void {
    if (this.#seen.has(id) || !TYPES.includes(type)) return;
    this.#seen.add(id);
    if (type === 'user.erased.v1') this.#readers.delete(subject);
    else if (data.email) this.#write(subject, data.email, data.locale);
  }

  #write(id: string, email: string, locale: string | null | undefined): void {
    this.#readers.set(id, { email, locale: locale ?? this.#readers.get(id)?.locale ?? 'en' });
  }
}
