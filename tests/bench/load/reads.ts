/// <reference path="./autocannon.d.ts" />
import autocannon from 'autocannon';

export interface ReadTarget {
  readonly url: string;
  /** Each connection goes through all of them, again and again. */
  readonly requests: readonly { readonly path: string; readonly headers?: Readonly<Record<string, string>> }[];
}

export interface Reads {
  readonly perSecond: number;
  /** Of each, in milliseconds. */
  readonly latencies: readonly number[];
  /** How many were answered in each second. */
  readonly bySecond: readonly number[];
}

/**
 * Reads over so many connections for so many seconds, each beginning as soon as the one before has been answered.
 * @throws Error when anything but a 2xx was answered: figures of a service that refuses mean nothing
 */
export async function read(target: ReadTarget, connections: number, seconds: number): Promise<Reads> {
  const latencies: number[] = [];
  const bySecond = new Array<number>(Math.ceil(seconds)).fill(0);
  const cannon = autocannon({ ...target, connections, duration: seconds });
  const began = performance.now();
  cannon.on('response', (_client: unknown, _status: number, _bytes: number, milliseconds: number) => {
    const elapsed = (performance.now() - began) / 1000;
    // It stops at a whole second of its own; what comes after ours does not count.
    if (elapsed >= seconds) return;
    latencies.push(milliseconds);
    bySecond[Math.floor(elapsed)] = (bySecond[Math.floor(elapsed)] ?? 0) + 1;
  });
  const { errors, timeouts, non2xx } = await cannon;
  if (errors + timeouts + non2xx > 0) {
    throw new Error(`${target.url}: ${errors} errors, ${timeouts} timeouts, ${non2xx} answers other than 2xx`);
  }
  return { perSecond: latencies.length / seconds, latencies, bySecond };
}
