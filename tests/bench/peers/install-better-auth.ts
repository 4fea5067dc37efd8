import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CannotMeasure } from '../open-bench.ts';

/** MIT, all of them. Nothing of ours depends on them: they are installed outside the workspace, for this comparison. */
const PACKAGES = { 'better-auth': '1.7.25', express: '5.3.0', pg: '8.23.1' } as const;
/** What they bring that decides how fast they are. */
const BROUGHT = ['kysely', 'better-call', '@better-auth/utils'] as const;
const PATIENCE_MS = 300_000;

/** What programs of the bench take of it; the packages are found from where this lies. */
const PARTS = `export { betterAuth } from 'better-auth';
export { hashPassword } from 'better-auth/crypto';
export { getMigrations } from 'better-auth/db/migration';
export { toNodeHandler } from 'better-auth/node';
export { default as express } from 'express';
export { Pool } from 'pg';
`;

export interface InstalledBetterAuth {
  /** A module that exports `BetterAuthParts`. */
  readonly parts: string;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Installs better-auth from npm in a folder of its own, unless an earlier run has.
 * @throws CannotMeasure when npm cannot, such as without a network
 */
export async function installBetterAuth(): Promise<InstalledBetterAuth> {
  const folder = path.join(tmpdir(), `gatehouse-bench-better-auth-${PACKAGES['better-auth']}`);
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: PACKAGES }, null, 2);
  const installed = path.join(folder, 'installed.json');
  if ((await readFile(installed, 'utf8').catch(() => null)) !== manifest) {
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'package.json'), manifest);
    await npmInstall(folder);
    await writeFile(installed, manifest);
  }
  const parts = path.join(folder, 'parts.mjs');
  await writeFile(parts, PARTS);
  const names = [...Object.keys(PACKAGES), ...BROUGHT];
  const versions = await Promise.all(names.map(async (name) => [name, await versionIn(folder, name)] as const));
  return { parts, versions: Object.fromEntries(versions) };
}

async function npmInstall(folder: string): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--omit=dev', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', ['install', ...options], { cwd: folder, timeout: PATIENCE_MS });
  } catch (error) {
    const said = error instanceof Error ? error.message.trim().split('\n').slice(0, 4).join(' ') : String(error);
    throw new CannotMeasure(`better-auth cannot be installed from npm into ${folder}: ${said}`, { cause: error });
  }
}

async function versionIn(folder: string, name: string): Promise<string> {
  const text = await readFile(path.join(folder, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
