import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { familyProcessorMs } from '../measure/proc.ts';

/** A process that the bench has started and that has said it is ready. */
export interface Child {
  readonly pid: number;
  /** Where it answers; empty for one that does not. */
  readonly url: string;
  /** From its first moment until it said so. */
  readonly readySeconds: number;
  /** What it and its children had spent of the processor by then. */
  readonly readyProcessorMs: number;
  stop(): Promise<void>;
}

/** A little longer than our processes take to give themselves up. */
const PATIENCE_MS = 12_000;

export interface ChildOptions {
  readonly name: string;
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Its standard output and error go to `<name>.log` in here. */
  readonly logs: string;
  readonly folder?: string;
  readonly nodeOptions?: readonly string[];
}

/**
 * Starts one of our programs and waits for its `ready`. It ends by itself should the bench be killed.
 * @throws Error with the end of its log when it ends instead
 */
export async function startChild({
  name,
  program,
  environment,
  logs,
  folder,
  nodeOptions,
}: ChildOptions): Promise<Child> {
  const log = path.join(logs, `${name}.log`);
  const output = openSync(log, 'a');
  const began = performance.now();
  const child = fork(program, {
    env: { PATH: process.env['PATH'], ...environment },
    execArgv: [...(nodeOptions ?? [])],
    stdio: ['ignore', output, output, 'ipc'],
    ...(folder !== undefined && { cwd: folder }),
  });
  const ended = once(child, 'exit');
  const ready = await Promise.race([readyMessage(child), ended.then(() => null)]);
  const readySeconds = (performance.now() - began) / 1000;
  if (ready === null || child.pid === undefined) {
    const said = (await readFile(log, 'utf8')).trim().split('\n').slice(-5).join('\n');
    throw new Error(`The ${name} did not start:\n${said}`);
  }
  const readyProcessorMs = await familyProcessorMs(child.pid);
  return { pid: child.pid, url: ready.url ?? '', readySeconds, readyProcessorMs, stop: () => stop(child, ended) };
}

const readyMessage = (child: ChildProcess): Promise<{ readonly url?: string }> =>
  new Promise((resolve) => {
    child.on('message', (message: { readonly type?: unknown; readonly url?: string }) => {
      if (message.type === 'ready') resolve(message);
    });
  });

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await ended;
  clearTimeout(impatience);
}
