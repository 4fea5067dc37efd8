import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Environment } from '@gatehouse/platform/config';
import { TEST_ENVIRONMENT } from './api.js';

export interface ApiProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** The API in a process of its own, on free ports; ready when it answers. */
export async function forkApi(environment: Environment): Promise<ApiProcess> {
  const child = fork(path.join(import.meta.dirname, '../../apps/api/main.ts'), {
    env: { ...process.env, ...TEST_ENVIRONMENT, ...environment },
    execArgv: ['--import', path.join(import.meta.dirname, 'typescript-loader.ts')],
  });
  const ended = once(child, 'exit');
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [{ url?: unknown } | null];
  if (typeof message?.url !== 'string') throw new Error('The API did not start');
  return {
    url: message.url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
