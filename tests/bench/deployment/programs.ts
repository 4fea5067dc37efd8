import { fileURLToPath } from 'node:url';

const compiled = (app: string): string => fileURLToPath(new URL(`../../../apps/${app}/dist/main.js`, import.meta.url));

/** What production runs. */
export const PROGRAMS = {
  api: compiled('api'),
  worker: compiled('worker'),
  sandbox: compiled('sandbox'),
  local: compiled('local'),
} as const;

/** What the bench brings itself. */
export const BASELINE_SERVER = fileURLToPath(new URL('../baseline-server.ts', import.meta.url));
export const HASH_PROCESS = fileURLToPath(new URL('../load/hash-process.ts', import.meta.url));
