import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Environment } from '@gatehouse/platform/config';
import { TEST_ENVIRONMENT } from './api.js';

const running = new Set<ChildProcess>();
// What a failed test did not stop would keep Jest from ending.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** An API or a worker in a process of its own, as it runs in production. */
export class ServiceProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<unknown[]>,
    private readonly words: () => string,
    /** Of an API. */
    readonly url: string,
  ) {}

  /** Resolves when it is ready. */
  static async start(program: 'api' | 'worker', environment: Environment): Promise<ServiceProcess> {
    const child = forked(program, environment);
    const words = wordsOf(child);
    const ended = once(child, 'exit');
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [
      { type?: unknown; url?: unknown } | null,
    ];
    if (message?.type !== 'ready') throw new Error(`The ${program} did not start: ${words()}`);
    return new ServiceProcess(child, ended, words, String(message.url ?? ''));
  }

  /** Whether these words are in its log, or in anything else that it wrote. */
  said(words: string): boolean {
    return this.words().includes(words);
  }

  /** All that it wrote so far, line by line. */
  lines(): readonly string[] {
    return this.words().split('\n');
  }

  /** Of a process that ends by itself: its exit code, and what it said. */
  static async endOf(program: 'api' | 'worker', environment: Environment): Promise<{ code: unknown; errors: string }> {
    const child = forked(program, environment);
    const errors = wordsOf(child, ['stderr']);
    const [code] = await once(child, 'close');
    return { code, errors: errors() };
  }

  /** Answers its exit code: 0 when it ended in order and in time. */
  async stop(): Promise<unknown> {
    this.child.kill('SIGTERM');
    return (await this.ended)[0];
  }
}

function forked(program: 'api' | 'worker', environment: Environment): ChildProcess {
  const child = fork(path.join(import.meta.dirname, `../../apps/${program}/main.ts`), {
    env: { ...process.env, ...TEST_ENVIRONMENT, ...environment },
    execArgv: ['--import', path.join(import.meta.dirname, 'typescript-loader.ts')],
    silent: true,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Answers what it has written so far. */
function wordsOf(child: ChildProcess, streams: readonly ('stdout' | 'stderr')[] = ['stdout', 'stderr']): () => string {
  let words = '';
  for (const stream of streams) {
    child[stream]?.on('data', (text) => {
      words += text;
    });
  }
  return () => words;
}
