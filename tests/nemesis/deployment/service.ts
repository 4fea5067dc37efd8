import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('clock-preload.mjs', import.meta.url));
/** What restarts programs that have ended waits so long, in milliseconds. */
const RESTART_MS = 200;
/** Longer than a program takes to drain. */
const STOPS_WITHIN_MS = 15_000;

export interface ServiceOptions {
  /** Such as `api1`. */
  readonly name: string;
  /** The program's file. */
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  /** For logs and the file of the clock. */
  readonly folder: string;
}

/** An API or a worker under somebody who starts it again when it ends, as an orchestrator does. */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;
  readonly #clockFile: string;
  #child: ChildProcess | null = null;
  #isClosing = false;
  #running: Promise<void> = Promise.resolve();
  #isReady = false;
  #starts = 0;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clockFile = path.join(options.folder, `${options.name}.clock`);
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** How often it was started. */
  get starts(): number {
    return this.#starts;
  }

  /** Resolves when it is ready for the first time. */
  async start(): Promise<void> {
    await writeFile(this.#clockFile, '0');
    this.#running = this.#keepRunning();
    for (const deadline = Date.now() + 60_000; !this.#isReady; await pause(50)) {
      if (Date.now() > deadline) throw new Error(`${this.name} does not start: see its log in ${this.#options.folder}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it in order; answers whether that took no force. Whoever watches it starts it again. */
  async terminate(): Promise<boolean> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return true;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const isInTime = await Promise.race([ended.then(() => true), pause(STOPS_WITHIN_MS, false, { ref: false })]);
    if (!isInTime) child.kill('SIGKILL');
    await ended;
    return isInTime;
  }

  async untilReady(withinMs = 60_000): Promise<void> {
    for (const deadline = Date.now() + withinMs; !this.#isReady; await pause(50)) {
      if (Date.now() > deadline) throw new Error(`${this.name} was not ready again within ${withinMs} ms`);
    }
  }

  /** Its clock goes wrong by so many milliseconds; 0: it is right again. */
  async moveClock(byMs: number): Promise<void> {
    await writeFile(this.#clockFile, String(byMs));
    if (this.#isReady) this.signal('SIGUSR2');
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.signal('SIGCONT');
    await this.terminate();
    await this.#running;
  }

  async #keepRunning(): Promise<void> {
    while (!this.#isClosing) {
      const log = openSync(path.join(this.#options.folder, `${this.name}.log`), 'a');
      const child = fork(this.#options.program, {
        env: { PATH: process.env['PATH'], ...this.#options.environment, CLOCK_FILE: this.#clockFile },
        execArgv: ['--import', PRELOAD],
        stdio: ['ignore', log, log, 'ipc'],
      });
      this.#child = child;
      this.#starts += 1;
      child.on('message', (message: { readonly type?: unknown }) => {
        if (message.type === 'ready' && this.#child === child) this.#isReady = true;
      });
      await once(child, 'exit');
      this.#isReady = false;
      if (!this.#isClosing) await pause(RESTART_MS);
    }
  }
}
