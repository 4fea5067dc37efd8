import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActivationStatus } from '@gatehouse/registration/contract';
import { StatusFollowers } from '../../../libs/registration/operations/status-followers.js';

const { useFakeTimers, useRealTimers, advanceTimersByTime, getTimerCount } = import.meta.jest;

const statusOf = (delivery: ActivationStatus['delivery']): ActivationStatus => ({
  delivery,
  sentAt: null,
  expiresAt: null,
  message: null,
  phone: null,
  serverTime: '2026-11-29T09:00:00.000Z',
});
const ada = { application: 'default', userId: '01a1fd8e-eb10-75a1-8d47-61bb163bd468' };

describe('those who follow a registration’s messages', () => {
  let looks: string[];
  let answer: () => Promise<ActivationStatus | null>;
  let watched: Map<string, () => void>;
  let followers: StatusFollowers;

  beforeEach(() => {
    useFakeTimers({ doNotFake: ['setImmediate'] });
    looks = [];
    watched = new Map();
    answer = async () => statusOf('queued');
    followers = new StatusFollowers(
      async ({ application, userId }) => {
        looks.push(`${application} ${userId}`);
        return answer();
      },
      {
        watch: (userId, onNews) => {
          watched.set(userId, onNews);
          return () => watched.delete(userId);
        },
      },
    );
  });
  afterEach(() => useRealTimers());

  const listener = () => {
    const told: string[] = [];
    return { told, onStatus: ({ delivery }: ActivationStatus) => told.push(delivery), onLost: () => told.push('lost') };
  };

  it('go on when one of them throws', async () => {
    const broken = () => {
      throw new Error('The connection broke');
    };
    followers.follow(ada, { onStatus: broken, onLost: broken });
    const one = listener();
    const leave = followers.follow(ada, one);
    await nextTurn();
    const before = one.told.length;
    expect(before).toBeGreaterThan(0);
    advanceTimersByTime(1_000);
    await nextTurn();
    expect(one.told).toHaveLength(before + 1);
    leave();
    expect(getTimerCount()).toBe(0);
  });

  it('share one poll a second, however many they are', async () => {
    const listeners = Array.from({ length: 400 }, listener);
    const leave = listeners.map((one) => followers.follow(ada, one));
    await nextTurn();
    // The first look was under way when the others came; the second is theirs.
    expect(looks).toHaveLength(2);
    for (let second = 1; second <= 3; second += 1) {
      advanceTimersByTime(1_000);
      await nextTurn();
      expect(looks).toHaveLength(2 + second);
    }
    expect(listeners.every(({ told }) => told.length >= 4)).toBe(true);
    expect(watched.size).toBe(1);
    expect(getTimerCount()).toBe(1);
    for (const go of leave) go();
    expect(getTimerCount()).toBe(0);
    expect(watched.size).toBe(0);
  });

  it('look once more for all news that comes during a look', async () => {
    let finish: (status: ActivationStatus) => void = () => undefined;
    answer = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const one = listener();
    const leave = followers.follow(ada, one);
    for (let news = 0; news < 50; news += 1) watched.get(ada.userId)?.();
    expect(looks).toHaveLength(1);
    finish(statusOf('sending'));
    await nextTurn();
    expect(looks).toHaveLength(2);
    finish(statusOf('sent'));
    await nextTurn();
    expect(looks).toHaveLength(2);
    expect(one.told).toEqual(['sending', 'sent']);
    leave();
  });

  it('are followers of their own registration and application alone', async () => {
    const leave = [ada, { ...ada, application: 'shop' }].map((who) => followers.follow(who, listener()));
    await nextTurn();
    expect(looks).toEqual([`default ${ada.userId}`, `shop ${ada.userId}`]);
    for (const go of leave) go();
  });

  it('are called when the status is gone, or cannot be read', async () => {
    const one = listener();
    const leave = followers.follow(ada, one);
    await nextTurn();
    answer = async () => null;
    advanceTimersByTime(1_000);
    await nextTurn();
    answer = () => Promise.reject(new Error('no database'));
    advanceTimersByTime(1_000);
    await nextTurn();
    expect(one.told).toEqual(['queued', 'lost', 'lost']);
    leave();
    leave();
    expect(getTimerCount()).toBe(0);
  });
});
