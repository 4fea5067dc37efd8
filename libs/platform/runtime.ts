import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

/** On an older one native modules end the process without a word, and libraries lack what they use. */
const OLDEST = 24;
/**
 * What a process of the service is started with, to keep its memory small. glibc gives each thread that hashes an arena of
 * its own, which keeps the 19 MiB of a hash; one for all gives them back, at the same cost. V8's space for young objects
 * grows to three times 16 MiB by default.
 */
export const PROCESS_ENVIRONMENT = { MALLOC_ARENA_MAX: '1', NODE_OPTIONS: '--max-semi-space-size=8' } as const;

/**
 * And what a process that hashes passwords is started with besides. The 19 MiB of a hash are read and written in no order: in pages of
 * 2 MiB, which glibc then asks for, that takes about an eighth less of the processor (docs/benchmarks-cost.md). It has no effect on
 * a system without such pages.
 */
export const HASHING_ENVIRONMENT = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' } as const;

/** By how much the heap may grow before V8 collects what is no longer used. */
const HEAP_GROWING_PERCENT = 50;

const PASSED_ON = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs a program. On a Node that is too old for it, the same program runs in a child on the Node that `npm ci` has
 * installed: with the same arguments, input and output, signals passed on, and its exit code. The file that calls
 * this imports nothing else, since imports are evaluated before the version can be looked at.
 */
export async function onPinnedNode(program: () => Promise<unknown>): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST) {
    keepHeapSmall();
    await program();
    return;
  }
  // Over the channel the child learns when this process is killed.
  const child = spawn(pinnedNode(), [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of PASSED_ON) process.on(signal, () => child.kill(signal));
  child.once('error', refuse);
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/**
 * V8 lets old objects grow to up to four times what the last collection left before it collects again. It reads this
 * flag at each collection, and NODE_OPTIONS does not take it; unlike a limit of the heap, it ends no process.
 */
function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
}

/**
 * Loads a program from its bundle where there is one, and else from its modules. Node keeps what it compiles of it beside
 * it, for the next start, where that folder can be written to.
 * @param main the address of the file that calls this, beside which the bundle lies
 */
export async function bundled(main: string, modules: () => Promise<unknown>): Promise<void> {
  const bundle = new URL('bundle.js', main);
  if (!existsSync(bundle)) {
    await modules();
    return;
  }
  module.enableCompileCache(fileURLToPath(new URL('compile-cache', main)));
  await import(bundle.href);
}

function pinnedNode(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    return path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return refuse();
  }
}

function refuse(): never {
  process.stderr.write(
    `Gatehouse needs Node ${OLDEST} or newer, and this is Node ${process.versions.node}: run npm ci with install scripts enabled to install the right version\n`,
  );
  return process.exit(1);
}
