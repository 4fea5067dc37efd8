import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { constants } from 'node:os';
import { types } from 'node:util';

export interface RunningProcess {
  /** Sent to the parent with the message that the process is ready: addresses, for instance. */
  readonly ready?: Readonly<Record<string, unknown>>;
  /** Refuses new work, finishes what was admitted, lets go of everything. */
  stop(): Promise<void>;
  /** Resolves to the reason when the process can do its work no more: it then stops, and exits with 1. */
  readonly broken?: Promise<string>;
  /** A person asks a second time while `stop` is still at work. Absent: the process exits at once. */
  hasten?(): void;
}

export interface ProcessOptions {
  /** As it stands in front of what the process says: `api`. */
  readonly name: string;
  /** Resolves when the process can do its work. `stopping` is aborted when it is told to stop before that. */
  readonly start: (stopping: AbortSignal) => Promise<RunningProcess>;
  /** Asked for when a port cannot be opened, so that the message can name the setting. */
  readonly ports?: () => PortSettings;
  /** The process' own, for one whose parent may send settings later (`SETTINGS_TO_COME`). */
  readonly environment?: NodeJS.ProcessEnv;
  /** Longest time for `stop`, in seconds: 10 by default. */
  readonly stopWithinSeconds?: number;
}

/** npm hands a Ctrl-C on that the terminal has already delivered: two signals this close are one, in milliseconds. */
const SAME_SIGNAL_MS = 300;

/**
 * In the environment of a process whose parent does not know all of its settings yet: it loads its code meanwhile, and starts
 * when the parent has sent `{ settings }`. Without a parent that could send any, it means nothing.
 */
export const SETTINGS_TO_COME = 'SETTINGS_TO_COME';

async function takeSettings(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const [{ settings }] = (await once(process, 'message', { signal })) as [{ settings: NodeJS.ProcessEnv }];
  Object.assign(environment, settings);
}

/**
 * Runs a process from start to exit. It stops on SIGTERM, on SIGINT and when the parent that forked it is gone; says
 * `{ type: 'ready', name, … }` to that parent when it is ready; and ends with exit code 0 after an orderly stop, 1
 * after one line on stderr when it could not start, failed, or did not stop in time, and 128 plus the signal's number
 * when it was told a second time.
 */
export function runProcess({ name, start, ports, environment, stopWithinSeconds = 10 }: ProcessOptions): void {
  const stopping = new AbortController();
  let toldAt: number | null = null;
  let running: RunningProcess | undefined;

  const fail = (what: string, error: unknown): never => {
    process.stderr.write(`${name}${what}: ${explainFailure(error, portsOf(ports))}\n`);
    return process.exit(1);
  };

  const stop = async (exitCode: number): Promise<void> => {
    stopping.abort();
    setTimeout(
      () => fail('', new Error(`not stopped within ${stopWithinSeconds} s, abandoned`)),
      stopWithinSeconds * 1_000,
    );
    try {
      // A start that was cut short may fail, and then there is nothing to stop.
      const started = await starting.catch(() => undefined);
      await started?.stop();
    } catch (error) {
      fail(' did not stop cleanly', error);
    }
    process.exit(exitCode);
  };

  const onSignal = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (toldAt === null) {
      toldAt = now;
      void stop(0);
    } else if (now - toldAt > SAME_SIGNAL_MS) {
      if (running?.hasten) running.hasten();
      else process.exit(128 + constants.signals[signal]);
    }
  };
  const onEnd = (exitCode: number): void => {
    if (toldAt !== null) return;
    toldAt = performance.now();
    void stop(exitCode);
  };
  const onBroken = (reason: string): void => {
    if (toldAt === null) process.stderr.write(`${name}: ${reason}\n`);
    onEnd(1);
  };

  process
    .on('SIGTERM', onSignal)
    .on('SIGINT', onSignal)
    .on('disconnect', () => onEnd(0));
  process.on('uncaughtException', (error) => fail(' failed', error));
  process.on('unhandledRejection', (error) => fail(' failed', error));
  // Anyone who reads what we say may be gone before us.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const starting =
    process.send && environment?.[SETTINGS_TO_COME] !== undefined
      ? takeSettings(environment, stopping.signal).then(() => start(stopping.signal))
      : start(stopping.signal);
  // The parent may have gone while this process was still loading, before anybody listened.
  if (process.send && !process.connected) onEnd(0);
  starting.then(
    (started) => {
      running = started;
      void started.broken?.then(onBroken);
      if (!stopping.signal.aborted)
        process.send?.({ type: 'ready', name, ...started.ready }, undefined, undefined, () => undefined);
    },
    (error: unknown) => {
      if (!stopping.signal.aborted) fail(' cannot start', error);
    },
  );
}

function portsOf(ports: (() => PortSettings) | undefined): PortSettings {
  try {
    return ports?.() ?? {};
  } catch {
    // The settings themselves are what is wrong, and the error at hand says so.
    return {};
  }
}

/** The settings that name ports, with their values: `{ PORT: 3000, METRICS_PORT: 9464 }`. */
export type PortSettings = Readonly<Record<string, number>>;

/** Errors of the language itself: a bug rather than something that the person who starts the service can mend. */
const BUGS = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'RangeError', 'AssertionError']);

/** Says in words for people why something failed, and which setting to change where one is to blame. */
export function explainFailure(failure: unknown, ports: PortSettings = {}): string {
  const error = rootOf(failure);
  // Not instanceof: an error of Node itself belongs to another realm when this runs in a sandbox.
  if (!types.isNativeError(error)) return String(error);
  return explainListening(error, ports) ?? (BUGS.has(error.name) ? withPlace(error) : error.message || error.name);
}

/** `connect` to a name with several addresses fails with an error for each, and no message of its own. */
const rootOf = (failure: unknown): unknown =>
  types.isNativeError(failure) && failure.message === '' && 'errors' in failure && Array.isArray(failure.errors)
    ? (failure.errors[0] ?? failure)
    : failure;

function explainListening(error: Error, ports: PortSettings): string | null {
  const { code, syscall, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') return null;
  const setting = Object.keys(ports).find((name) => ports[name] === port);
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is already taken${setting ? `: set ${setting} to another one` : ''}`;
    case 'EACCES':
      return `This user may not use port ${port}: set ${setting ?? 'it'} to 1024 or more`;
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine: set HOST to one that is`;
    default:
      return null;
  }
}

/** A bug's message says little without the place. */
function withPlace(error: Error): string {
  const frame = error.stack?.split('\n').find((line) => line.startsWith('    at '));
  return `${error.name}: ${error.message}${frame ? ` (${frame.trim()})` : ''}`;
}

/** Resolves when the work is done, well or not, and after `milliseconds` in any case: for what must not hold up an end. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const { promise: timeIsUp, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  await Promise.race([work.catch(() => undefined), timeIsUp]);
  clearTimeout(timer);
}

/**
 * Settles as the work does, if that is within `milliseconds`. The work itself goes on: anyone who waits no longer ends it.
 * @throws Error that says what was not done
 */
export async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} within ${milliseconds / 1_000} s`)), milliseconds);
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}

/** The version of Gatehouse. Its packages have one in common. */
export function packageVersion(): string {
  const manifest = findPackageJSON(import.meta.url);
  return (JSON.parse(readFileSync(manifest ?? '', 'utf8')) as { version: string }).version;
}
