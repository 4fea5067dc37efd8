import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  readonly up: Lane;
  readonly down: Lane;
  /** Its bytes go nowhere any more, and nobody is told. */
  isLost: boolean;
}

/** How a link treats bytes: as they come, held back, lost, or late. */
type Weather =
  | { readonly kind: 'clear' }
  | { readonly kind: 'stalled' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'slow'; readonly ms: number };

/** One direction of a connection: what is sent waits as long as the link is slow, and nothing overtakes. */
class Lane {
  readonly #waiting: { readonly due: number; readonly act: () => void }[] = [];

  send(ms: number, act: () => void): void {
    if (ms === 0 && this.#waiting.length === 0) {
      act();
      return;
    }
    const now = performance.now();
    this.#waiting.push({ due: Math.max(now + ms, this.#waiting.at(-1)?.due ?? now), act });
    if (this.#waiting.length === 1) this.#wait();
  }

  #wait(): void {
    const [next] = this.#waiting;
    if (next) setTimeout(() => this.#deliver(), Math.max(0, next.due - performance.now()));
  }

  #deliver(): void {
    const now = performance.now();
    const later = this.#waiting.findIndex(({ due }) => due > now);
    for (const { act } of this.#waiting.splice(0, later < 0 ? this.#waiting.length : later)) act();
    this.#wait();
  }
}

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
    const pair: Pair = { near, far, up: new Lane(), down: new Lane(), isLost: this.#weather.kind === 'silent' };
    this.#pairs.add(pair);
    let allowed = Number.POSITIVE_INFINITY;
    let isCut = false;
    near.on('data', (bytes) => this.#pass(pair, pair.up, near, far, bytes));
    far.on('data', (bytes) => {
      // What comes until the connection is reset must not follow what was cut.
      if (isCut) return;
      if (this.#cutAfter === null) allowed = Number.POSITIVE_INFINITY;
      else if (allowed === Number.POSITIVE_INFINITY) allowed = this.#cutAfter();
      if (bytes.length < allowed) {
        allowed -= bytes.length;
        this.#pass(pair, pair.down, far, near, bytes);
        return;
      }
      isCut = true;
      this.#cuts += 1;
      pair.down.send(this.#delayMs, () => {
        near.write(bytes.subarray(0, allowed), () => setImmediate(() => this.#cut(pair)));
      });
    });
    for (const [from, to, lane] of [
      [near, far, pair.up],
      [far, near, pair.down],
    ] as const) {
      from.on('error', () => undefined);
      from.on('end', () => lane.send(this.#delayMs, () => pair.isLost || to.end()));
      from.on('close', () => this.#closed(pair, lane, to));
    }
    if (this.#weather.kind === 'stalled') {
      near.pause();
      far.pause();
    }
  }

  #pass(pair: Pair, lane: Lane, from: Socket, to: Socket, bytes: Buffer): void {
    if (pair.isLost) return;
    lane.send(this.#delayMs, () => {
      if (pair.isLost || to.destroyed) return;
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => this.#weather.kind !== 'stalled' && from.resume());
    });
  }

  get #delayMs(): number {
    return this.#weather.kind === 'slow' ? this.#weather.ms : 0;
  }

  #closed(pair: Pair, lane: Lane, other: Socket): void {
    if (!pair.isLost) {
      lane.send(this.#delayMs, () => other.destroy());
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
