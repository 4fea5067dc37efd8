import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { PROCESS_ENVIRONMENT } from '@gatehouse/platform/runtime';

/** A process of the deployment. */
export interface ServiceProcess {
  /**
   * Resolves to what it says when it is ready.
   * @throws Error when it ends instead; why, it has said on stderr
   */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** Resolves to how it ended, no matter what ended it. */
  readonly ended: Promise<string>;
  /** Has it start, if its settings were to come. */
  settle(settings: NodeJS.ProcessEnv): void;
  /** Lets it drain, and ends it by force when it does not. */
  stop(): Promise<void>;
  kill(): void;
}

/** A little longer than a process takes to give itself up. */
const PATIENCE_MS = 12_000;

/**
 * Starts a process. It leads a session of its own, so that a Ctrl-C in the terminal reaches this process alone, which stops
 * the services in order; a service whose parent has gone stops by itself.
 */
export function startService(
  name: string,
  program: string,
  environment: NodeJS.ProcessEnv,
  stdout: 'inherit' | 'ignore' = 'inherit',
): ServiceProcess {
  const child = fork(program, {
    env: { ...PROCESS_ENVIRONMENT, ...environment },
    execArgv: [],
    detached: true,
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const failed = ended.then((how) => Promise.reject(new Error(`the ${name} did not start (${how})`)));
  const ready = Promise.race([readyMessage(child), failed]);
  // Nobody may be waiting for it yet when it fails.
  ready.catch(() => undefined);
  return {
    ready,
    ended,
    // One that has ended meanwhile has said so.
    settle: (settings) => void child.send({ settings }, () => undefined),
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
      clearTimeout(impatience);
    },
  };
}

type Part = 'api' | 'worker' | 'sandbox' | 'database';

interface Stoppable {
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** No part loses what it still works with: the API has finished before the worker, and all of them before the data. */
const CLOSING_ORDER: readonly Part[] = ['api', 'worker', 'sandbox', 'database'];

/** What runs, and the order in which it stops. */
export class LocalDeployment {
  readonly #open = new Map<Part, Stoppable>();
  readonly #services: ServiceProcess[] = [];

  database(database: EmbeddedPostgres): EmbeddedPostgres {
    this.#open.set('database', database);
    return database;
  }

  service(part: Exclude<Part, 'database'>, service: ServiceProcess): ServiceProcess {
    this.#open.set(part, service);
    this.#services.push(service);
    return service;
  }

  /** Resolves when a part ends that was not stopped. */
  get broken(): Promise<string> {
    const endings = [...this.#open].map(([part, { ended }]) =>
      ended.then((how) => `the ${part} ended unexpectedly (${how}), so everything else stops too`),
    );
    return Promise.race(endings);
  }

  async close(): Promise<void> {
    for (const part of CLOSING_ORDER) await this.#open.get(part)?.stop();
  }

  /** The database stops in good order even so. */
  hasten(): void {
    for (const service of this.#services) service.kill();
  }
}

/** The file to run for one of our apps: it lies beside what the package exports. */
export const programOf = (packageName: string): string =>
  fileURLToPath(new URL('main.js', import.meta.resolve(packageName)));

const readyMessage = (child: ChildProcess): Promise<Readonly<Record<string, unknown>>> =>
  new Promise((resolve) => {
    child.on('message', (message: { readonly type?: unknown }) => {
      if (message.type === 'ready') resolve(message);
    });
  });
