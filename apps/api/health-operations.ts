import type { Operation } from '@gatehouse/platform/edge';
import { bounded } from '@gatehouse/platform/health';
import { type Database, serverFaults } from '@gatehouse/platform/postgres';
import { IsIn } from 'class-validator';

class Liveness {
  @IsIn(['live'])
  status!: 'live';
}

export class Readiness {
  @IsIn(['ready', 'not-ready'])
  status!: 'ready' | 'not-ready';

  /** `up`, `down`, or why it cannot be used though it answers. */
  @IsIn(['up', 'down', 'read-only', 'pooler', 'encoding', 'version'])
  database!: 'up' | 'down' | 'read-only' | 'pooler' | 'encoding' | 'version';

  @IsIn(['applied', 'pending', 'unknown'])
  migrations!: 'applied' | 'pending' | 'unknown';

  @IsIn(['serving', 'draining'])
  server!: 'serving' | 'draining';
}

/** Liveness: the process turns. Readiness: it can do its work, so traffic may come. */
export const healthOperations = (readiness: () => Promise<Readiness>): readonly Operation[] => [
  {
    method: 'get',
    path: '/health/live',
    operationId: 'getLiveness',
    tag: 'Health',
    summary: 'Check that the process is alive',
    withoutApplication: true,
    // Whose origin it is would have to be looked up.
    isPublicDocument: true,
    answers: { 200: { description: 'It is', schema: Liveness, example: { status: 'live' } } },
    problems: [],
    handle: async () => ({ status: 200, body: { status: 'live' } }),
  },
  {
    method: 'get',
    path: '/health/ready',
    operationId: 'getReadiness',
    tag: 'Health',
    summary: 'Check that the process can take traffic',
    withoutApplication: true,
    // Whose origin it is would have to be looked up.
    isPublicDocument: true,
    answers: {
      200: {
        description: 'The database answers, all migrations are applied, and the instance is not shutting down',
        schema: Readiness,
        example: { status: 'ready', database: 'up', migrations: 'applied', server: 'serving' },
      },
      503: {
        description: 'Not ready; the body says what is missing',
        schema: Readiness,
        example: { status: 'not-ready', database: 'down', migrations: 'unknown', server: 'serving' },
      },
    },
    problems: [],
    handle: async () => {
      const body = await readiness();
      return { status: body.status === 'ready' ? 200 : 503, body };
    },
  },
];

/**
 * Readiness for those who ask often and do not wait: within a second, whatever the database does. One that says nothing
 * counts as down. Draining is reported as it is now, even by a check that began before.
 */
export function boundedReadiness(check: () => Promise<Readiness>, isDraining: () => boolean): () => Promise<Readiness> {
  const look = bounded(check);
  return async () => {
    const found = await look().catch(
      (): Readiness => ({ status: 'not-ready', database: 'down', migrations: 'unknown', server: 'serving' }),
    );
    return isDraining() ? { ...found, status: 'not-ready', server: 'draining' } : found;
  };
}

/** Whether the database answers and knows every migration that this build was made with. */
export async function checkReadiness(
  database: Database,
  migrations: readonly string[],
  isDraining: boolean,
): Promise<Readiness> {
  const server = isDraining ? 'draining' : 'serving';
  try {
    const [fault] = await serverFaults(database);
    if (fault) return { status: 'not-ready', database: fault.kind, migrations: 'unknown', server };
    const rows = await database.query<{ name: string }>((sql) => sql`select name from public.gatehouse_migrations`);
    const applied = new Set(rows.map(({ name }) => name));
    const isCurrent = migrations.every((name) => applied.has(name));
    const status = isCurrent && !isDraining ? 'ready' : 'not-ready';
    return { status, database: 'up', migrations: isCurrent ? 'applied' : 'pending', server };
  } catch (error) {
    const isUp = error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE;
    return { status: 'not-ready', database: isUp ? 'up' : 'down', migrations: isUp ? 'pending' : 'unknown', server };
  }
}

const UNDEFINED_TABLE = '42P01';
