/** As much of it as is used here; the package brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly requests: readonly {
      readonly path: string;
      readonly headers?: Readonly<Record<string, string>>;
    }[];
  }

  interface Result {
    readonly errors: number;
    readonly timeouts: number;
    readonly non2xx: number;
  }

  /** Emits `response` with the client, the status, bytes and milliseconds. */
  interface Cannon extends EventEmitter, PromiseLike<Result> {}

  const autocannon: (options: Options) => Cannon;
  export = autocannon;
}
