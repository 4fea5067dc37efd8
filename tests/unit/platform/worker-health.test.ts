import { Heartbeat } from '@gatehouse/platform/health';
import { Metrics } from '@gatehouse/platform/metrics';
import { WorkerState } from '../../../apps/worker/worker-health.js';

const { useFakeTimers, useRealTimers, advanceTimersByTime } = import.meta.jest;

describe('a worker', () => {
  let relay: Heartbeat;
  let queue: Heartbeat;
  let metrics: Metrics;
  let state: WorkerState;

  beforeEach(() => {
    useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval'] });
    relay = new Heartbeat('relay nats', 30_000);
    queue = new Heartbeat('job queue', 30_000);
    metrics = new Metrics();
    state = new WorkerState([relay, queue], metrics);
  });
  afterEach(() => {
    useRealTimers();
  });

  it('is not ready before it has started, nor once it drains', () => {
    expect(state.health()).toMatchObject({ status: 'not-ready', server: 'starting' });
    state.started();
    expect(state.health()).toMatchObject({ status: 'ready', server: 'working' });
    state.draining();
    expect(state.health()).toMatchObject({ status: 'not-ready', server: 'draining' });
  });

  it('is ready while all that turns in it turns', () => {
    state.started();
    for (let minute = 0; minute < 5; minute++) {
      advanceTimersByTime(29_000);
      relay.beat();
      queue.beat();
    }
    expect(state.health().status).toBe('ready');
  });

  it('names what has not turned for 30 seconds, and is ready again after its next turn', async () => {
    state.started();
    advanceTimersByTime(20_000);
    relay.beat();
    advanceTimersByTime(11_000);
    expect(state.health()).toEqual({
      status: 'not-ready',
      server: 'working',
      loops: [
        { name: 'relay nats', state: 'turning', silentSeconds: 11 },
        { name: 'job queue', state: 'stalled', silentSeconds: 31 },
      ],
    });
    expect(await metrics.registry.getSingleMetricAsString('gatehouse_worker_ready')).toMatch(
      /gatehouse_worker_ready 0$/,
    );
    queue.beat();
    expect(state.health().status).toBe('ready');
  });

  it('has as much time from its start, however long it waited for the database', () => {
    advanceTimersByTime(3_600_000);
    state.started();
    expect(state.health().status).toBe('ready');
  });
});
