import { fileURLToPath } from 'node:url';
import type { BenchDatabase } from '../deployment/bench-database.ts';
import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { type Child, startChild } from '../deployment/child.ts';
import { Closing } from '../deployment/closing.ts';
import { PROGRAMS } from '../deployment/programs.ts';

const STUB_HASH = fileURLToPath(new URL('./stub-hash.ts', import.meta.url));
/** So many wait at once in a process that waiting for hashes is never what limits it. */
const HASHES_AT_ONCE = 64;

export interface HashlessDeployment {
  readonly apis: readonly Child[];
  readonly worker: Child;
  readonly sandbox: Child;
  stop(): Promise<void>;
}

/** So many APIs whose hashes take time and no processor; worker and sandbox as they are. */
export async function openHashlessDeployment(
  database: BenchDatabase,
  logs: string,
  processes: number,
): Promise<HashlessDeployment> {
  const closing = new Closing();
  const environment = { ...serviceEnvironment(), DATABASE_URL: database.url };
  const open = async (name: 'api' | 'worker' | 'sandbox', added: NodeJS.ProcessEnv, ...nodeOptions: string[]) => {
    const program = PROGRAMS[name];
    const child = await startChild({ name, program, environment: { ...environment, ...added }, logs, nodeOptions });
    closing.add(() => child.stop());
    return child;
  };
  try {
    const sandbox = await open('sandbox', {});
    const mail = { MAIL_BASE_URL: sandbox.url };
    const worker = await open('worker', mail);
    const apis: Child[] = [];
    for (let opened = 0; opened < processes; opened++) {
      apis.push(await open('api', { ...mail, HASH_CONCURRENCY: String(HASHES_AT_ONCE) }, '--import', STUB_HASH));
    }
    return { apis, worker, sandbox, stop: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}
