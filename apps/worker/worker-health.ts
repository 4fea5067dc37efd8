import type { Heartbeat } from '@gatehouse/platform/health';
import type { Metrics, ProcessHealth } from '@gatehouse/platform/metrics';

export interface LoopHealth {
  readonly name: string;
  readonly state: 'turning' | 'stalled';
  /** Since its last turn that went well. */
  readonly silentSeconds: number;
}

/** What `GET /health/ready` of a worker says. */
export interface WorkerHealth extends ProcessHealth {
  readonly server: 'starting' | 'working' | 'draining';
  /** The relays and the job queue. */
  readonly loops: readonly LoopHealth[];
}

/** Whether the worker does its work: its relays and its queue turn. Asks no other service, so it never waits for an answer. */
export class WorkerState {
  #server: WorkerHealth['server'] = 'starting';

  constructor(
    private readonly loops: readonly Heartbeat[],
    metrics: Metrics,
  ) {
    metrics.gauge(
      'gatehouse_worker_ready',
      'Whether relays and job queue are running (1) or one has stalled (0)',
      () => (this.health().status === 'ready' ? 1 : 0),
    );
  }

  /** They turn from now on. */
  started(): void {
    for (const loop of this.loops) loop.beat();
    this.#server = 'working';
  }

  draining(): void {
    this.#server = 'draining';
  }

  health(): WorkerHealth {
    const loops = this.loops.map((loop) => ({
      name: loop.name,
      state: loop.isStalled ? ('stalled' as const) : ('turning' as const),
      silentSeconds: Math.round(loop.silentMs / 1_000),
    }));
    const isReady = this.#server === 'working' && loops.every(({ state }) => state === 'turning');
    return { status: isReady ? 'ready' : 'not-ready', server: this.#server, loops };
  }
}
