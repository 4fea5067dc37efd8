import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Its bytes go nowhere any more, and nobody is told. */
  isLost: boolean;
}

/** How a link treats bytes: as they come, held back, lost, or late. */
type Weather =
  | { readonly kind: 'clear' }
  | { readonly kind: 'stalled' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'slow'; readonly ms: number };

/** A server that has heard nothing of its client for so long is told that the client has gone, in milliseconds. */
const KEEPALIVE_MS = 5_000;

/** A TCP proxy between two parts of the deployment, at an address that stays the same. */
export class Link {
  readonly name: string;
  readonly #target: { readonly host: string; readonly port: number };
  readonly #pairs = new Set<Pair>();
  readonly #server: Server;
  #weather: Weather = { kind: 'clear' };
  /** Connections end after so many bytes of answers. */
  #cutAfter: (() => number) | null = null;
  #cuts = 0;

  private constructor(name: string, port: number, host: string, server: Server) {
    this.name = name;
    this.#target = { host, port };
    this.#server = server;
    server.on('connection', (near) => this.#join(near));
  }

  /** @param name such as `api1 > database` */
  static async to(port: number, name: string, host = '127.0.0.1'): Promise<Link> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Link(name, port, host, server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Resets every connection, and says how many there were. */
  reset(): number {
    const { size } = this.#pairs;
    for (const pair of this.#pairs) this.#cut(pair);
    return size;
  }

  /** Holds all bytes back, in both directions, until `heal`. */
  stall(): number {
    this.#weather = { kind: 'stalled' };
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
    return this.#pairs.size;
  }

  /** Loses all bytes and closes nothing, as where packets are dropped; connections of now stay lost. */
  silence(): number {
    this.#weather = { kind: 'silent' };
    for (const pair of this.#pairs) pair.isLost = true;
    return this.#pairs.size;
  }

  slow(ms: number): number {
    this.#weather = { kind: 'slow', ms };
    return this.#pairs.size;
  }

  /** Resets each connection after a few more bytes of its answers; `heal` says how many met that. */
  cutAnswers(after: () => number): void {
    this.#cuts = 0;
    this.#cutAfter = after;
  }

  /** New connections get through, and those that are not lost. Answers how many answers were cut. */
  heal(): number {
    this.#weather = { kind: 'clear' };
    this.#cutAfter = null;
    for (const { near, far, isLost } of this.#pairs) {
      if (isLost) continue;
      near.resume();
      far.resume();
    }
    return this.#cuts;
  }

  /** Resets the connections that are lost, and says how many there were. */
  resetLost(): number {
    const lost = [...this.#pairs].filter(({ isLost }) => isLost);
    for (const pair of lost) this.#cut(pair);
    return lost.length;
  }

  close(): void {
    this.#server.close();
    for (const pair of this.#pairs) this.#cut(pair);
  }

  #join(near: Socket): void {
    const far = connect({ ...this.#target, noDelay: true });
    const pair: Pair = { near, far, isLost: this.#weather.kind === 'silent' };
    this.#pairs.add(pair);
    let allowed = Number.POSITIVE_INFINITY;
    near.on('data', (bytes) => this.#pass(pair, near, far, bytes));
    far.on('data', (bytes) => {
      if (this.#cutAfter === null) allowed = Number.POSITIVE_INFINITY;
      else if (allowed === Number.POSITIVE_INFINITY) allowed = this.#cutAfter();
      if (bytes.length < allowed) {
        allowed -= bytes.length;
        this.#pass(pair, far, near, bytes);
        return;
      }
      this.#cuts += 1;
      near.write(bytes.subarray(0, allowed), () => setImmediate(() => this.#cut(pair)));
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('end', () => this.#after(() => pair.isLost || to.end()));
      from.on('close', () => this.#closed(pair, to));
    }
    if (this.#weather.kind === 'stalled') {
      near.pause();
      far.pause();
    }
  }

  #pass(pair: Pair, from: Socket, to: Socket, bytes: Buffer): void {
    if (pair.isLost) return;
    this.#after(() => {
      if (pair.isLost || to.destroyed) return;
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => this.#weather.kind !== 'stalled' && from.resume());
    });
  }

  /** Everything waits equally long, so that nothing overtakes. */
  #after(act: () => void): void {
    if (this.#weather.kind === 'slow') setTimeout(act, this.#weather.ms);
    else act();
  }

  #closed(pair: Pair, other: Socket): void {
    if (!pair.isLost) {
      this.#after(() => other.destroy());
      this.#pairs.delete(pair);
      return;
    }
    setTimeout(() => {
      other.destroy();
      this.#pairs.delete(pair);
    }, KEEPALIVE_MS).unref();
  }

  #cut(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.near.resetAndDestroy();
    pair.far.resetAndDestroy();
  }
}
