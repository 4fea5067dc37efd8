import { JetStreamApiError } from '@nats-io/jetstream';
import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';

/** One message for a stream. */
export interface StreamMessage {
  readonly subject: string;
  readonly payload: string;
  readonly headers: MsgHdrs;
  /** Called once, with the message's place in the stream or with what kept it from there. */
  readonly onAnswer: (fault: unknown, seq: number) => void;
}

interface Unanswered extends Pick<StreamMessage, 'onAnswer'> {
  readonly sentAt: number;
}

interface Answer {
  readonly seq?: number;
  readonly error?: ConstructorParameters<typeof JetStreamApiError>[0];
}

/**
 * Publishes to a stream, many messages at once: one subscription and one timer for all acknowledgements, and callbacks, so
 * that what one read from the socket brings leads to one write. With a request for each message, more than half of the time
 * goes to its timer, its promises, and errors that are made in advance (docs/adr/0149).
 */
export class StreamPublisher {
  readonly #inbox = createInbox();
  readonly #unanswered = new Map<string, Unanswered>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #isOpen = true;

  /** @param patienceMs longest time until the broker says that it has a message */
  constructor(
    readonly connection: NatsConnection,
    private readonly patienceMs: number,
  ) {
    const subscription = connection.subscribe(`${this.#inbox}.*`, {
      // A refused subscription: there is no answer then, and none will come.
      callback: (fault, answer) => (fault ? this.#close(fault) : this.#answer(answer)),
    });
    void subscription.closed.then(() => this.#close(new Error('The connection to the broker is closed')));
  }

  /** Whether acknowledgements can reach it. Where they cannot, another one may be more lucky. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Sends each message of a sequence once the stream has the one before it, and so many sequences at once. After a failure
   * it begins nothing more.
   * @throws unknown the first failure, when all that was under way is answered
   */
  send(sequences: readonly Iterator<StreamMessage, unknown>[], atOnce: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const faults: unknown[] = [];
    const waiting = sequences.values();
    let underWay = 0;
    const proceed = (sequence: Iterator<StreamMessage, unknown> | undefined): void => {
      for (let current = sequence; current && faults.length === 0; current = waiting.next().value) {
        const next = nextOf(current, faults);
        if (!next) continue;
        underWay += 1;
        this.#send(next, (fault) => {
          underWay -= 1;
          if (fault !== null) faults.push(fault);
          proceed(current);
        });
        return;
      }
      if (underWay > 0) return;
      if (faults.length > 0) reject(faults[0]);
      else resolve();
    };
    const first = Math.min(atOnce, sequences.length);
    for (let begun = 0; begun < Math.max(first, 1); begun += 1) proceed(waiting.next().value);
    return promise;
  }

  #send({ subject, payload, headers, onAnswer }: StreamMessage, then: (fault: unknown) => void): void {
    const answered = (fault: unknown, seq: number): void => {
      onAnswer(fault, seq);
      then(fault);
    };
    this.#count += 1;
    const token = String(this.#count);
    try {
      this.connection.publish(subject, payload, { headers, reply: `${this.#inbox}.${token}` });
    } catch (fault) {
      answered(fault, 0);
      return;
    }
    this.#unanswered.set(token, { sentAt: performance.now(), onAnswer: answered });
    if (this.#timer === undefined) this.#lookIn(this.patienceMs);
  }

  #answer(answer: Msg): void {
    const token = answer.subject.slice(this.#inbox.length + 1);
    const asked = this.#unanswered.get(token);
    if (!asked) return;
    this.#unanswered.delete(token);
    const [fault, seq] = readAnswer(answer);
    asked.onAnswer(fault, seq);
  }

  /** The oldest come first. */
  #look(): void {
    this.#timer = undefined;
    const late = new Error('The broker does not say that it has an event');
    this.#giveUp(performance.now() - this.patienceMs, late);
    const [oldest] = this.#unanswered.values();
    if (oldest) this.#lookIn(oldest.sentAt + this.patienceMs - performance.now());
  }

  /** Keeps no process from ending. */
  #lookIn(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#look(), milliseconds).unref();
  }

  #close(reason: Error): void {
    this.#isOpen = false;
    this.#giveUp(Number.POSITIVE_INFINITY, reason);
  }

  #giveUp(sentBy: number, reason: Error): void {
    for (const [token, { sentAt, onAnswer }] of this.#unanswered) {
      if (sentAt > sentBy) return;
      this.#unanswered.delete(token);
      onAnswer(reason, 0);
    }
  }
}

/** A message that cannot be made is a failure like any other: nobody would hear of one that is thrown in a callback. */
function nextOf(sequence: Iterator<StreamMessage, unknown>, faults: unknown[]): StreamMessage | null {
  try {
    const next = sequence.next();
    return next.done ? null : next.value;
  } catch (fault) {
    faults.push(fault);
    return null;
  }
}

const NO_RESPONDERS = 503;

function readAnswer(answer: Msg): readonly [fault: unknown, seq: number] {
  if (answer.data.length === 0) {
    const words =
      answer.headers?.code === NO_RESPONDERS ? 'has no stream for an event' : 'answered an event with nothing';
    return [new Error(`The broker ${words}`), 0];
  }
  try {
    const { seq, error } = answer.json<Answer>();
    if (error) return [new JetStreamApiError(error), 0];
    return seq === undefined ? [new Error('The broker answered an event without its place'), 0] : [null, seq];
  } catch (error) {
    return [error, 0];
  }
}
