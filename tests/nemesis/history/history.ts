import { createWriteStream, type WriteStream } from 'node:fs';

/** One request of a client, from its first byte until it was answered or given up. Times: milliseconds since 1970. */
export interface Call {
  readonly n: number;
  /** The client, such as `life 17`. */
  readonly who: string;
  /** Such as `sign-up`. */
  readonly op: string;
  /** What was asked for, as far as the checker wants to know. */
  readonly about: Readonly<Record<string, string>>;
  /** Idempotency-Key. */
  readonly key: string | null;
  readonly askedAt: number;
  answeredAt: number | null;
  /** 0: no answer, so nobody knows whether it was done. */
  status: number;
  /** Of the problem, or of the connection's fault. */
  code: string | null;
  body: unknown;
  retryAfter: string | null;
}

/** One fault, or the same one of several parts at once. */
export interface Fault {
  readonly n: number;
  readonly kind: string;
  readonly target: string;
  readonly beganAt: number;
  endedAt: number | null;
  /** Single injuries: connections that were reset, backends that were ended, calls that were refused, processes that died. */
  injuries: number;
}

/** A mail or SMS that a provider took. */
export interface Taken {
  readonly at: number;
  readonly channel: 'mail' | 'sms';
  readonly provider: string;
  /** Of our delivery; null where the provider does not carry it. */
  readonly deliveryId: string | null;
  readonly to: string;
  readonly code: string | null;
  readonly text: string;
}

export interface Hook {
  readonly at: number;
  /** The header `webhook-id`. */
  readonly id: string;
  readonly type: string;
  readonly isSigned: boolean;
  readonly status: number;
}

/** An event as somebody outside was handed it. */
export interface Told {
  readonly at: number;
  readonly reader: string;
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  /** Place in what was read: of the stream on the broker, or of the page. */
  readonly seq: number;
}

type Line = { readonly at: number; readonly is: string };

/** Everything that was asked, answered, broken and received, in memory and as NDJSON. */
export class History {
  readonly calls: Call[] = [];
  readonly faults: Fault[] = [];
  readonly taken: Taken[] = [];
  readonly hooks: Hook[] = [];
  readonly told: Told[] = [];
  readonly #file: WriteStream;

  constructor(file: string) {
    this.#file = createWriteStream(file);
  }

  ask(call: Pick<Call, 'who' | 'op' | 'about' | 'key'>): Call {
    const open = { status: 0, code: null, body: null, answeredAt: null, retryAfter: null };
    const begun: Call = { n: this.calls.length, ...call, askedAt: Date.now(), ...open };
    this.calls.push(begun);
    const { n, who, op, about, key, askedAt } = begun;
    this.#write({ at: askedAt, is: 'ask', n, who, op, ...about, ...(key !== null && { key }) });
    return begun;
  }

  answer(call: Call, answer: Partial<Pick<Call, 'status' | 'code' | 'body' | 'retryAfter'>>): void {
    Object.assign(call, answer, { answeredAt: Date.now() });
    const { n, op, status, code, body } = call;
    this.#write({
      at: call.answeredAt ?? 0,
      is: 'answer',
      n,
      status,
      ...(code !== null && { code }),
      ...(op !== 'read-feed' && { body }),
    });
  }

  begin(kind: string, target: string): Fault {
    const fault: Fault = { n: this.faults.length, kind, target, beganAt: Date.now(), endedAt: null, injuries: 0 };
    this.faults.push(fault);
    this.#write({ at: fault.beganAt, is: 'fault', n: fault.n, kind, target });
    return fault;
  }

  end(fault: Fault, injuries: number): void {
    fault.endedAt = Date.now();
    fault.injuries += injuries;
    this.#write({ at: fault.endedAt, is: 'end', n: fault.n, injuries: fault.injuries });
  }

  take(taken: Taken): void {
    this.taken.push(taken);
    const { text: _text, ...rest } = taken;
    this.#write({ is: 'taken', ...rest });
  }

  hook(hook: Hook): void {
    this.hooks.push(hook);
    this.#write({ is: 'hook', ...hook });
  }

  tell(told: Told): void {
    this.told.push(told);
    this.#write({ is: 'told', ...told });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#file.end(resolve);
    });
  }

  #write(line: Line & Readonly<Record<string, unknown>>): void {
    this.#file.write(`${JSON.stringify(line)}\n`);
  }
}

/** Whether it was done, and its client was told so. */
export const isDone = ({ status }: Call): boolean => status >= 200 && status < 300;
