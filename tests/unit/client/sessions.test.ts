import { NotSignedIn, type SessionStorage, type StoredSession } from '@gatehouse/client';
import { jest } from '@jest/globals';
import { clientStage, problem } from '../../support/client-stage.js';

const ADA = { email: 'ada@example.com', password: 'nine seven lanterns' };
const tokens = (number: number, changes = {}) => ({
  accessToken: `access-${number}`,
  tokenType: 'Bearer',
  expiresIn: 600,
  refreshToken: `refresh-${number}`,
  csrfToken: null,
  ...changes,
});
const started = (number: number, changes = {}) =>
  Response.json({ ...tokens(number, changes), user: { id: 'u-1' } }, { status: 201 });
const renewed = (number: number, changes = {}) => Response.json(tokens(number, changes));
const profile = () => Response.json({ id: 'u-1' });

function keeping(session: StoredSession | null = null): SessionStorage & { kept: StoredSession | null } {
  const storage = {
    kept: session,
    load: async () => storage.kept,
    save: async (saved: StoredSession | null) => {
      storage.kept = saved;
    },
  };
  return storage;
}

const bearers = (asked: readonly Request[]) => asked.map(({ headers }) => headers.get('Authorization'));

describe('a session of the client', () => {
  it('goes with every call for the account, and with no other', async () => {
    const stage = clientStage(started(1), profile(), Response.json({ id: 'u-2' }, { status: 201 }));
    const gatehouse = stage.client();
    await expect(gatehouse.signIn(ADA)).resolves.toEqual({ id: 'u-1' });
    await gatehouse.account.profile();
    await gatehouse.signUp(ADA);
    expect(bearers(stage.asked)).toEqual([null, 'Bearer access-1', null]);
  });

  it('asks for a sign-in where there is none', async () => {
    const stage = clientStage();
    await expect(stage.client().account.profile()).rejects.toThrow(NotSignedIn);
    expect(stage.asked).toEqual([]);
  });

  it('is renewed before its access token ends, and kept at once', async () => {
    const storage = keeping();
    const stage = clientStage(started(1), profile(), renewed(2), profile());
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    stage.advance(569_999);
    await gatehouse.account.profile();
    stage.advance(1);
    await gatehouse.account.profile();
    expect(stage.calls().slice(1)).toEqual(['GET /v1/users/me', 'POST /v1/sessions/refresh', 'GET /v1/users/me']);
    expect(await stage.asked[2]?.json()).toEqual({ refreshToken: 'refresh-1' });
    expect(bearers(stage.asked)).toEqual([null, 'Bearer access-1', null, 'Bearer access-2']);
    expect(storage.kept).toMatchObject({ accessToken: 'access-2', refreshToken: 'refresh-2' });
  });

  it('is renewed once for however many calls wait for it', async () => {
    const expired = { accessToken: 'access-1', expiresAt: 0, refreshToken: 'refresh-1', csrfToken: null };
    const stage = clientStage(renewed(2), ...Array.from({ length: 20 }, profile));
    const gatehouse = stage.client({ storage: keeping(expired) });
    await Promise.all(Array.from({ length: 20 }, () => gatehouse.account.profile()));
    expect(stage.calls().filter((call) => call.endsWith('refresh'))).toHaveLength(1);
    expect(stage.asked).toHaveLength(21);
  });

  it('is renewed once when the service no longer takes the token, and the call is made again', async () => {
    const refused = () => problem(401, 'token-invalid');
    const stage = clientStage(started(1), refused(), refused(), renewed(2), profile(), profile());
    const gatehouse = stage.client();
    await gatehouse.signIn(ADA);
    await Promise.all([gatehouse.account.change({ name: 'Ada' }), gatehouse.account.change({ name: 'Ada' })]);
    expect(stage.calls().filter((call) => call.endsWith('refresh'))).toHaveLength(1);
    expect(await stage.asked.at(-1)?.json()).toEqual({ name: 'Ada' });
  });

  it('is not renewed again and again for a token that is never accepted', async () => {
    const stage = clientStage(started(1), problem(401, 'token-invalid'), renewed(2), problem(401, 'token-invalid'));
    const gatehouse = stage.client();
    await gatehouse.signIn(ADA);
    await expect(gatehouse.account.profile()).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('exchanges again where the answer was lost, and has not ended for a failure of the service', async () => {
    const storage = keeping();
    const lost = new TypeError('fetch failed');
    const stage = clientStage(started(1), lost, lost, lost, lost, lost, renewed(2), profile());
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    stage.advance(600_000);
    await expect(gatehouse.account.profile()).rejects.toMatchObject({ name: 'GatehouseUnreachable' });
    await expect(gatehouse.account.profile()).resolves.toEqual({ id: 'u-1' });
    expect(storage.kept).toMatchObject({ refreshToken: 'refresh-2' });
  });

  it('is not sent to its end by an exchange that is repeated when the service no longer takes it twice', async () => {
    const sentAt: number[] = [];
    const silence = (request: Request) => {
      sentAt.push(stage.timing.now());
      return new Promise<never>((_, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason));
      });
    };
    const expired = { accessToken: 'access-1', expiresAt: 0, refreshToken: 'refresh-1', csrfToken: null };
    const stage = clientStage(silence, silence, silence, silence);
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      const late = new AbortController();
      setImmediate(() => {
        stage.advance(ms);
        late.abort(new DOMException('late', 'TimeoutError'));
      });
      return late.signal;
    });
    const call = stage.client({ storage: keeping(expired) }).account.profile();
    await expect(call).rejects.toMatchObject({ name: 'GatehouseUnreachable' });
    expect(sentAt.map((at) => at - (sentAt[0] ?? 0))).toEqual([0, 3_100, 6_300, 9_700]);
    expect(timeout.mock.calls).toEqual([[3_000], [3_000], [3_000], [15_000]]);
    timeout.mockRestore();
  });

  it('ends when its refresh token does', async () => {
    const storage = keeping();
    const stage = clientStage(started(1), problem(401, 'refresh-token-invalid'));
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    stage.advance(600_000);
    const failure = await gatehouse.account.profile().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NotSignedIn);
    expect(failure).toMatchObject({ cause: { code: 'refresh-token-invalid' } });
    expect(storage.kept).toBeNull();
  });

  it('goes on with what another tab has exchanged meanwhile', async () => {
    const storage = keeping({ accessToken: 'access-1', expiresAt: 0, refreshToken: 'refresh-1', csrfToken: null });
    const theirs = { accessToken: 'access-9', expiresAt: Infinity, refreshToken: 'refresh-9', csrfToken: null };
    const stage = clientStage(() => {
      storage.kept = theirs;
      return problem(401, 'refresh-token-invalid');
    }, profile());
    await stage.client({ storage }).account.profile();
    expect(bearers(stage.asked)).toEqual([null, 'Bearer access-9']);
    expect(storage.kept).toBe(theirs);
  });

  it('does not come back by an exchange that was under way at the sign-out', async () => {
    const storage = keeping();
    const stage = clientStage(started(1));
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    let answerLate = (_answer: Response): void => undefined;
    const held = new Promise<Response>((resolve) => {
      answerLate = resolve;
    });
    stage.script.push(problem(401, 'token-invalid'), () => held, new Response(null, { status: 204 }));
    const call = gatehouse.account.profile().catch((error: unknown) => error);
    while (stage.asked.length < 3) await Promise.resolve();
    await gatehouse.signOut();
    answerLate(renewed(2));
    expect(await call).toBeInstanceOf(NotSignedIn);
    expect(storage.kept).toBeNull();
  });

  it.each<[string, ...Response[]]>([
    ['is over already', problem(401, 'token-invalid'), problem(401, 'refresh-token-invalid')],
    ['is not known any more', problem(404, 'session-unknown')],
  ])('is signed out of, also where it %s', async (_, ...answers) => {
    const storage = keeping();
    const stage = clientStage(started(1), ...answers);
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    await gatehouse.signOut();
    expect(stage.calls()[1]).toBe('DELETE /v1/sessions/current');
    expect(storage.kept).toBeNull();
  });

  it('is signed out of without a call where there is none', async () => {
    const stage = clientStage();
    await stage.client().signOut();
    expect(stage.asked).toEqual([]);
  });

  it('is kept where the service could not be reached to end it', async () => {
    const storage = keeping();
    const stage = clientStage(started(1), problem(500, 'internal'));
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    await expect(gatehouse.signOut()).rejects.toMatchObject({ code: 'internal' });
    expect(storage.kept).not.toBeNull();
  });

  it('ends with the account', async () => {
    const storage = keeping();
    const stage = clientStage(started(1), new Response(null, { status: 204 }));
    const gatehouse = stage.client({ storage });
    await gatehouse.signIn(ADA);
    await gatehouse.account.erase(ADA);
    expect(stage.asked[1]?.headers.get('Authorization')).toMatch(/^Basic /);
    expect(storage.kept).toBeNull();
  });

  it('hands out its access token for other services', async () => {
    const stage = clientStage(started(1), renewed(2));
    const gatehouse = stage.client();
    await gatehouse.signIn(ADA);
    expect(await gatehouse.accessToken()).toBe('access-1');
    stage.advance(600_000);
    expect(await gatehouse.accessToken()).toBe('access-2');
  });
});

describe('a session in a cookie', () => {
  const inCookie = { refreshToken: null, csrfToken: 'csrf' };

  it('sends cookies where the session begins, goes on and ends, and nowhere else', async () => {
    const ended = new Response(null, { status: 204 });
    const stage = clientStage(started(1, inCookie), profile(), renewed(2, inCookie), profile(), ended);
    const gatehouse = stage.client({ cookies: true });
    await gatehouse.signIn(ADA);
    await gatehouse.account.profile();
    stage.advance(600_000);
    await gatehouse.account.profile();
    await gatehouse.signOut();
    expect(stage.asked.map(({ credentials }) => credentials)).toEqual([
      'include',
      'same-origin',
      'include',
      'same-origin',
      'include',
    ]);
    expect(await stage.asked[0]?.json()).toEqual({ ...ADA, cookie: true });
    expect(await stage.asked[2]?.json()).toEqual({ cookie: true });
    expect(stage.asked[2]?.headers.get('X-CSRF-Token')).toBe('csrf');
  });

  it('goes on in a page that has kept the CSRF token alone', async () => {
    const storage = keeping({ accessToken: null, expiresAt: 0, refreshToken: null, csrfToken: 'csrf' });
    const stage = clientStage(renewed(2, inCookie), profile());
    await expect(stage.client({ cookies: true, storage }).account.profile()).resolves.toEqual({ id: 'u-1' });
  });

  it('is not renewed for each call in a page that keeps its access token out of the storage', async () => {
    const storage = keeping();
    const page = {
      ...storage,
      save: (saved: StoredSession | null) => storage.save(saved && { ...saved, accessToken: null }),
    };
    const stage = clientStage(started(1, inCookie), profile(), profile(), renewed(2, inCookie), profile(), profile());
    const gatehouse = stage.client({ cookies: true, storage: page });
    await gatehouse.signIn(ADA);
    await gatehouse.account.profile();
    await gatehouse.account.profile();
    stage.advance(600_000);
    await gatehouse.account.profile();
    await gatehouse.account.profile();
    expect(bearers(stage.asked)).toEqual([
      null,
      'Bearer access-1',
      'Bearer access-1',
      null,
      'Bearer access-2',
      'Bearer access-2',
    ]);
    expect(storage.kept).toMatchObject({ accessToken: null, csrfToken: 'csrf' });
  });

  it('does not go on with the access token of somebody who has signed in before', async () => {
    const storage = keeping();
    const stage = clientStage(started(1, inCookie), renewed(2, { ...inCookie, csrfToken: 'theirs' }), profile());
    const gatehouse = stage.client({ cookies: true, storage });
    await gatehouse.signIn(ADA);
    storage.kept = { accessToken: null, expiresAt: Number.POSITIVE_INFINITY, refreshToken: null, csrfToken: 'theirs' };
    await gatehouse.account.profile();
    expect(bearers(stage.asked)).toEqual([null, null, 'Bearer access-2']);
    storage.kept = null;
    await expect(gatehouse.account.profile()).rejects.toThrow(NotSignedIn);
  });
});

describe('an application’s backend', () => {
  it('administers with its key, which no other call carries', async () => {
    const stage = clientStage(Response.json({ users: [], nextAfter: null }), Response.json({ id: 'u-1' }));
    const gatehouse = stage.client({ secretKey: 'ghk_test' });
    const { data } = await gatehouse.api.GET('/v1/admin/users', { params: { query: { state: 'pending' } } });
    expect(data).toEqual({ users: [], nextAfter: null });
    await gatehouse.signUp(ADA);
    expect(stage.asked[0]?.url).toBe('https://id.example/v1/admin/users?state=pending');
    expect(bearers(stage.asked)).toEqual(['Bearer ghk_test', null]);
    await expect(gatehouse.account.profile()).rejects.toThrow(NotSignedIn);
  });
});
