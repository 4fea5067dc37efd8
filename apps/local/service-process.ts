import { type ChildProcess, fork } from 'node:child_process';

/** A process of the deployment that has said it is ready. */
export interface ServiceProcess {
  readonly name: string;
  /** What it said when it was ready. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Resolves to how it ended, no matter what ended it. */
  readonly ended: Promise<string>;
  /** Lets it drain, and ends it by force when it does not. */
  stop(): Promise<void>;
  kill(): void;
}

/** A little longer than a process takes to give itself up. */
const PATIENCE_MS = 12_000;

/**
 * Starts a process and waits until it is ready. It leads a session of its own, so that a Ctrl-C in the terminal
 * reaches this process alone, which stops the services in order; a service whose parent has gone stops by itself.
 * @throws Error when it ends instead; why, it has said on stderr
 */
export async function startService(
  name: string,
  program: string,
  environment: NodeJS.ProcessEnv,
  stdout: 'inherit' | 'ignore' = 'inherit',
): Promise<ServiceProcess> {
  const child = fork(program, {
    env: environment,
    execArgv: [],
    detached: true,
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const ready = await Promise.race([readyMessage(child), ended]);
  if (typeof ready === 'string') throw new Error(`the ${name} did not start (${ready})`);
  return {
    name,
    ready,
    ended,
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
      clearTimeout(impatience);
    },
  };
}

const readyMessage = (child: ChildProcess): Promise<Readonly<Record<string, unknown>>> =>
  new Promise((resolve) => {
    child.on('message', (message: { readonly type?: unknown }) => {
      if (message.type === 'ready') resolve(message);
    });
  });
