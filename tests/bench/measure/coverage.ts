import { readFile } from 'node:fs/promises';

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly count: number }[];
  }[];
}

/** Which of our files a process runs code of, by V8's precise coverage over the inspector that it was started with. */
export class Coverage {
  #id = 0;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** @param log what a process started with `--inspect=127.0.0.1:0` has written: it names the inspector's address */
  static async attach(log: string): Promise<Coverage> {
    const address = /Debugger listening on (ws:\S+)/.exec(await readFile(log, 'utf8'))?.[1];
    if (address === undefined) throw new Error(`${log} names no inspector`);
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error(`No inspector answers at ${address}`)), { once: true });
    });
    const coverage = new Coverage(socket);
    await coverage.#call('Profiler.enable');
    await coverage.#call('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await coverage.taken();
    return coverage;
  }

  /** Compiled files of the workspaces that have run since the last look, as `libs/registration/dist/….js`. */
  async taken(): Promise<readonly string[]> {
    const { result } = (await this.#call('Profiler.takePreciseCoverage')) as { result: readonly ScriptCoverage[] };
    return result
      .filter(({ functions }) => functions.some(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
      .map(({ url }) => /(?:apps|libs)\/[^/]+\/dist\/.*$/.exec(url)?.[0])
      .filter((file) => file !== undefined);
  }

  close(): void {
    this.#socket.close();
  }

  #call(method: string, params: object = {}): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    return new Promise((resolve, reject) => {
      const onMessage = ({ data }: { data: unknown }): void => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: unknown; error?: { message: string } };
        if (answer.id !== id) return;
        this.#socket.removeEventListener('message', onMessage);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result);
      };
      this.#socket.addEventListener('message', onMessage);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
