import {
  endOfSession,
  isOvertaken,
  judgeRefresh,
  type Session,
  sessionRevoked,
  sessionStarted,
  standardSessions,
} from '../../../libs/access/domain/session/session.js';

const SIGNED_IN = new Date('2026-05-01T12:00:00.000Z');
const DAY = 86_400;

const after = (seconds: number): Date => new Date(SIGNED_IN.getTime() + seconds * 1000);

describe('a refresh token', () => {
  const session: Session = {
    id: 'session-1',
    credentialsVersion: 1,
    userId: 'ada',
    tokenHash: 'third',
    previousTokenHash: 'second',
    rotatedAt: after(100),
    createdAt: SIGNED_IN,
    expiresAt: after(100 + 30 * DAY),
    revokedAt: null,
  };
  const judge = (
    hash: string,
    now: Date,
    { isGenuine = true, ...change }: Partial<Session> & { isGenuine?: boolean } = {},
  ) => judgeRefresh({ ...session, ...change }, { hash, isGenuine }, standardSessions, now);

  it('that is the good one is exchanged, and the session lasts 30 days from now', () => {
    expect(judge('third', after(5 * DAY))).toEqual({ kind: 'exchange', expiresAt: after(35 * DAY) });
  });

  it('that is the good one is exchanged although the key that proves its origin is gone', () => {
    expect(judge('third', after(200), { isGenuine: false })).toMatchObject({ kind: 'exchange' });
  });

  it.each([
    [0, 'repeat'],
    [59.999, 'repeat'],
    [60, 'reused'],
    [86_400, 'reused'],
  ])('that was exchanged %d s ago is: %s', (seconds, kind) => {
    expect(judge('second', after(100 + seconds))).toEqual({ kind });
    expect(judge('second', after(100 + seconds), { isGenuine: false })).toEqual({ kind });
  });

  it('from before the last exchange is reused, however short a time ago that was', () => {
    expect(judge('first', after(100))).toEqual({ kind: 'reused' });
  });

  it('that was never made here is worthless, and ends nothing', () => {
    expect(judge('made up', after(200), { isGenuine: false })).toEqual({ kind: 'worthless' });
  });

  it.each(['third', 'second', 'first'])('of an ended session is worthless: the %s', (hash) => {
    expect(judge(hash, after(101), { revokedAt: after(101) })).toEqual({ kind: 'worthless' });
  });

  it('is good until the very end of its session, and not then', () => {
    const { expiresAt } = session;
    expect(judge('third', new Date(expiresAt.getTime() - 1))).toMatchObject({ kind: 'exchange' });
    expect(judge('third', expiresAt)).toEqual({ kind: 'worthless' });
  });

  it('never brings its session beyond 90 days from the sign-in', () => {
    expect(endOfSession(SIGNED_IN, after(59 * DAY), standardSessions)).toEqual(after(89 * DAY));
    expect(endOfSession(SIGNED_IN, after(60 * DAY), standardSessions)).toEqual(after(90 * DAY));
    expect(endOfSession(SIGNED_IN, after(89 * DAY), standardSessions)).toEqual(after(90 * DAY));
  });

  it('of a session that was never refreshed has no predecessor to be taken for', () => {
    const fresh = { previousTokenHash: null, rotatedAt: null };
    expect(judge('second', after(1), { ...fresh, isGenuine: false })).toEqual({ kind: 'worthless' });
  });
});

describe('a session', () => {
  it.each([
    { of: 'before the change', began: 1, kept: 'another', overtaken: true },
    { of: 'before a change that kept none', began: 1, kept: null, overtaken: true },
    { of: 'the person who made the change', began: 1, kept: 'session-1', overtaken: false },
    { of: 'the changed credentials', began: 2, kept: 'another', overtaken: false },
    { of: 'even later ones', began: 3, kept: 'another', overtaken: false },
  ])('of $of: is overtaken: $overtaken', ({ began, kept, overtaken }) => {
    const session = { id: 'session-1', credentialsVersion: began };
    expect(isOvertaken(session, { credentialsVersion: 2, keptSession: kept })).toBe(overtaken);
  });

  it('tells its user when it starts', () => {
    expect(sessionStarted('event-1', { id: 'session-1', userId: 'ada' })).toEqual({
      id: 'event-1',
      subject: 'ada',
      type: 'session.started.v1',
      data: { sessionId: 'session-1', userId: 'ada' },
    });
  });

  it('says why it ends, and leaves which one and whose to the statement that ends it', () => {
    expect(sessionRevoked('token-reused')).toEqual({
      type: 'session.revoked.v1',
      data: { reason: 'token-reused' },
      awaits: ['sessionId', 'userId'],
    });
  });
});
