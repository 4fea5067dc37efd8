import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FeedPage } from '@gatehouse/platform/events';
import { followedEvents } from '../../../libs/webhooks/operations/read-events.js';

const { useFakeTimers, useRealTimers, advanceTimersByTime, getTimerCount } = import.meta.jest;

const CHECK_MS = 15_000;

/** A feed without news. */
async function* silence(signal: AbortSignal): AsyncIterable<FeedPage> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

describe('a stream of events whose reader is looked at again', () => {
  beforeEach(() => useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] }));
  afterEach(() => useRealTimers());

  it('goes on where that cannot be asked, and ends once the answer is no', async () => {
    const looks = [() => Promise.reject(new Error('The database is away')), async () => true, async () => false];
    let asked = 0;
    let ended = false;
    const mayStillRead = () => looks[asked++]?.() ?? Promise.resolve(true);
    const reading = followedEvents(silence, mayStillRead, new AbortController().signal)
      .next()
      .then(({ done = false }) => {
        ended = done;
      });
    for (const expected of [1, 2]) {
      advanceTimersByTime(CHECK_MS);
      await nextTurn();
      expect({ asked, ended }).toEqual({ asked: expected, ended: false });
    }
    advanceTimersByTime(CHECK_MS);
    await reading;
    expect({ asked, ended, timers: getTimerCount() }).toEqual({ asked: 3, ended: true, timers: 0 });
  });

  it('ends when its reader goes, or has gone already', async () => {
    const gone = new AbortController();
    const reading = followedEvents(silence, async () => true, gone.signal).next();
    gone.abort();
    expect(await reading).toEqual({ done: true, value: undefined });
    expect(await followedEvents(silence, async () => true, AbortSignal.abort()).next()).toMatchObject({ done: true });
    expect(getTimerCount()).toBe(0);
  });
});
