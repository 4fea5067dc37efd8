import {
  type Code,
  digitsOfNextCode,
  isLive,
  isOver,
  sharesTries,
} from '../../../libs/registration/domain/code/code.js';
import { standardPolicy, strictPolicy } from '../../../libs/registration/domain/policy.js';

const ACCEPTED = new Date('2026-05-01T12:00:00.000Z');
const after = (seconds: number) => new Date(ACCEPTED.getTime() + seconds * 1_000);

const waiting: Code = {
  id: 'code',
  purpose: 'activation',
  userId: 'user',
  keyId: 'first',
  digits: 4,
  attempts: 0,
  maxAttempts: 3,
  dispatchedAt: null,
  acceptedAt: null,
  expiresAt: null,
};
const dispatched = { ...waiting, dispatchedAt: after(-2), expiresAt: after(68) };
const accepted = { ...dispatched, acceptedAt: ACCEPTED, expiresAt: after(60) };
const abandoned = { ...dispatched, expiresAt: null };
const neverSent = { ...waiting, expiresAt: after(60) };

describe('a code’s life', () => {
  it.each([
    [accepted, 0, 'is live', 'as it is accepted'],
    [accepted, 59.9, 'is live', '59.9 s after it was accepted'],
    [accepted, 59.999, 'is live', '59.999 s after it was accepted'],
    [accepted, 60, 'is over', '60.0 s after it was accepted'],
    [accepted, 60.001, 'is over', '60.001 s after it was accepted'],
    [accepted, 86_400, 'is over', 'a day after it was accepted'],
    [dispatched, 0, 'is live', 'sent, not known to be accepted'],
    [dispatched, 67.999, 'is live', 'sent, until the send timeout and its life have passed'],
    [dispatched, 68, 'sleeps', 'sent, never known to be accepted, and may be sent again'],
    [waiting, 0, 'sleeps', 'while it waits'],
    [abandoned, 0, 'sleeps', 'given up'],
    [neverSent, 0, 'sleeps', 'never handed to a provider, whatever end it has'],
  ])('%#: it %3$s %2$s', (code, seconds, state) => {
    const now = after(seconds);
    expect({ live: isLive(code, now), over: isOver(code, now) }).toEqual({
      live: state === 'is live',
      over: state === 'is over',
    });
  });
});

describe('the next code’s digits', () => {
  it.each([
    [0, 4],
    [1, 4],
    [2, 4],
    [3, 8],
    [4, 8],
    [100, 8],
  ])('after %i wrong tries within a day: %i', (wrongTries, digits) => {
    expect(digitsOfNextCode(standardPolicy.codes.activation, wrongTries)).toBe(digits);
  });

  it('are six, then eight, under the strict preset', () => {
    expect(digitsOfNextCode(strictPolicy.codes.activation, 2)).toBe(6);
    expect(digitsOfNextCode(strictPolicy.codes.activation, 3)).toBe(8);
  });

  it('never become fewer', () => {
    const policy = { ...standardPolicy.codes.activation, digits: 10 };
    expect(digitsOfNextCode(policy, 0)).toBe(10);
    expect(digitsOfNextCode(policy, 3)).toBe(10);
  });

  it.each([
    [4, true],
    [7, true],
    [8, false],
    [10, false],
  ])('%i of them draw on the shared tries: %s', (digits, shared) => {
    expect(sharesTries({ digits }, standardPolicy.codes.activation)).toBe(shared);
  });
});
