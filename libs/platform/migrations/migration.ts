import { readdir, readFile } from 'node:fs/promises';
import { getConstructionPlans } from 'pg-boss';

/** One step of the schema. Both directions are SQL text of one or more statements. */
export interface Migration {
  /** `NNNN-name`: the number orders all migrations of the deployment. */
  readonly name: string;
  readonly up: string;
  readonly down: string;
}

const FILE = /^(\d{4}-[a-z0-9-]+)\.(up|down)\.sql$/;

/**
 * Reads a folder of `NNNN-name.up.sql` and `NNNN-name.down.sql`.
 * @throws Error when a file has another name or a step lacks a direction
 */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const steps = new Map<string, Partial<Record<string, string>>>();
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  for (const [index, file] of files.entries()) {
    const [, name, direction] = FILE.exec(file) ?? [];
    if (!name || !direction) throw new Error(`Not a migration's name: ${file}`);
    steps.set(name, { ...steps.get(name), [direction]: texts[index] });
  }
  return [...steps].map(([name, { up, down }]) => {
    if (!up || !down) throw new Error(`Migration ${name} cannot go ${up ? 'down' : 'up'}`);
    return { name, up, down };
  });
}

/** The schema that the platform itself needs: the event log, and pg-boss' tables in their own schema. */
export const platformMigrations = async (): Promise<Migration[]> => [
  ...(await readMigrations(new URL('./sql/', import.meta.url))),
  { name: '0002-jobs', up: withoutTransaction(getConstructionPlans('pgboss')), down: 'drop schema pgboss cascade' },
];

/** pg-boss wraps its plan in BEGIN and COMMIT; the migrator has a transaction of its own. */
const withoutTransaction = (plan: string): string => plan.replace(/^\s*BEGIN;/i, '').replace(/COMMIT;\s*$/i, '');
