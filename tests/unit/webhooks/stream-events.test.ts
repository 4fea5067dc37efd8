import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FeedPage } from '@gatehouse/platform/events';
import express from 'express';
import supertest from 'supertest';
import { streamEvents } from '../../../libs/webhooks/operations/stream-events.js';

const { useFakeTimers, useRealTimers, advanceTimersByTime } = import.meta.jest;

const CHECK_MS = 15_000;

/** A feed without news. */
async function* silence(signal: AbortSignal): AsyncIterable<FeedPage> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

describe('a stream of events whose reader is looked at again', () => {
  beforeEach(() => useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout'] }));
  afterEach(() => useRealTimers());

  it('goes on where that cannot be asked, and ends once the answer is no', async () => {
    const looks = [() => Promise.reject(new Error('The database is away')), async () => true, async () => false];
    let asked = 0;
    let ended = false;
    const begun = Promise.withResolvers<void>();
    const app = express().get('/', async (_, response) => {
      const mayStillRead = () => looks[asked++]?.() ?? Promise.resolve(true);
      const streaming = streamEvents(response, silence, mayStillRead);
      begun.resolve();
      await streaming;
      ended = true;
    });
    const reading = supertest(app)
      .get('/')
      .then((answer) => answer);
    await begun.promise;
    for (const expected of [1, 2]) {
      advanceTimersByTime(CHECK_MS);
      await nextTurn();
      expect({ asked, ended }).toEqual({ asked: expected, ended: false });
    }
    advanceTimersByTime(CHECK_MS);
    expect((await reading).status).toBe(200);
    expect(asked).toBe(3);
  });
});
