import { readdir, readFile } from 'node:fs/promises';

/** One step of the schema. Both directions are SQL text of one or more statements. */
export interface Migration {
  /** `NNNN-name`: the number orders all migrations of the deployment. */
  readonly name: string;
  readonly up: string;
  readonly down: string;
}

const FILE = /^(\d{4}-[a-z0-9-]+)\.(up|down)\.sql$/;

function partsOf(file: string): { readonly name: string; readonly direction: string } {
  const [, name, direction] = FILE.exec(file) ?? [];
  if (!name || !direction) throw new Error(`Not a migration's name: ${file}`);
  return { name, direction };
}

/**
 * Reads a folder of `NNNN-name.up.sql` and `NNNN-name.down.sql`.
 * @throws Error when a file has another name or a step lacks a direction
 */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const steps = new Map<string, Partial<Record<string, string>>>();
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  for (const [index, file] of files.entries()) {
    const { name, direction } = partsOf(file);
    steps.set(name, { ...steps.get(name), [direction]: texts[index] });
  }
  return [...steps].map(([name, { up, down }]) => {
    if (!up || !down) throw new Error(`Migration ${name} cannot go ${up ? 'down' : 'up'}`);
    return { name, up, down };
  });
}

/**
 * The names of what `readMigrations` reads.
 * @throws Error when a file has another name
 */
export async function migrationNames(folder: URL): Promise<string[]> {
  return [...new Set((await readdir(folder)).map((file) => partsOf(file).name))];
}

const OWN = new URL('./sql/', import.meta.url);
const JOBS = '0002-jobs';

/** The schema that the platform itself needs: the event log, and pg-boss' tables in their own schema. */
export async function platformMigrations(): Promise<Migration[]> {
  const { getConstructionPlans } = await import('pg-boss');
  const jobs = {
    name: JOBS,
    up: withoutTransaction(getConstructionPlans('pgboss')),
    down: 'drop schema pgboss cascade',
  };
  return [...(await readMigrations(OWN)), jobs];
}

export const platformMigrationNames = async (): Promise<string[]> => [...(await migrationNames(OWN)), JOBS];

/** pg-boss wraps its plan in BEGIN and COMMIT; the migrator has a transaction of its own. */
const withoutTransaction = (plan: string): string => plan.replace(/^\s*BEGIN;/i, '').replace(/COMMIT;\s*$/i, '');
