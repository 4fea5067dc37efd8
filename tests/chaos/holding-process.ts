import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface HoldingProcess {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  /** The guard that would stop the server after this process. */
  readonly guard: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Runs a server under another process, which leads a process group of its own as a shell's jobs do. */
export async function holdServer(dataDirectory: string, mode: 'kept' | 'temporary' = 'kept'): Promise<HoldingProcess> {
  const fixtures = path.join(import.meta.dirname, 'fixtures');
  const loader = path.join(import.meta.dirname, '../support/typescript-loader.ts');
  const child = fork(path.join(fixtures, 'hold-server.ts'), [dataDirectory, mode], {
    execArgv: ['--import', loader],
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const started = await Promise.race([once(child, 'message'), ended]);
  if (child.exitCode !== null || child.pid === undefined) throw new Error(`The fixture ended: ${started.join(' ')}`);
  const pid = child.pid;
  return {
    pid,
    ...(started[0] as { url: string; port: number }),
    guard: guardOf(pid),
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

function guardOf(parent: number): number {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const guard = processes.find(
    (line) => line.includes('gatehouse-guard') && line.split(/\s+/).includes(String(parent)),
  );
  if (!guard) throw new Error(`No guard beneath process ${parent}`);
  return Number.parseInt(guard, 10);
}
