import type { Operation } from '@gatehouse/platform/edge';
import { IsIn } from 'class-validator';

export class Liveness {
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
