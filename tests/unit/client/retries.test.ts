import { GatehouseProblem, GatehouseUnreachable, isProblem } from '@gatehouse/client';
import { clientStage, problem } from '../../support/client-stage.js';

const ADA = { email: 'ada@example.com', password: 'nine seven lanterns' };
const registered = () => Response.json({ id: 'u-1' }, { status: 201 });
const lost = () => new TypeError('fetch failed');

describe('the client, when a call fails', () => {
  it('sends a sign-up again whose answer was lost, under the same key', async () => {
    const stage = clientStage(lost(), lost(), registered());
    await expect(stage.client().signUp(ADA)).resolves.toEqual({ id: 'u-1' });
    const keys = stage.asked.map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(await Promise.all(stage.asked.map((request) => request.json()))).toEqual([ADA, ADA, ADA]);
  });

  it('takes another key for another sign-up', async () => {
    const stage = clientStage(registered(), registered());
    await stage.client().signUp(ADA);
    await stage.client().signUp(ADA);
    expect(new Set(stage.asked.map(({ headers }) => headers.get('Idempotency-Key'))).size).toBe(2);
  });

  it('waits longer each time, by chance', async () => {
    const stage = clientStage(lost(), lost(), lost(), registered());
    await stage.client().signUp(ADA);
    expect(stage.paused).toEqual([100, 200, 400]);
  });

  it('gives up after three retries, and says why', async () => {
    const cause = lost();
    const stage = clientStage(lost(), lost(), lost(), cause);
    const failure = await stage
      .client()
      .signUp(ADA)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GatehouseUnreachable);
    expect(failure).toMatchObject({ cause });
    expect(stage.asked).toHaveLength(4);
  });

  it('does not repeat what may have been done, and is done once: an activation', async () => {
    const stage = clientStage(lost());
    await expect(stage.client().activate({ ...ADA, code: '0417' })).rejects.toThrow(GatehouseUnreachable);
    expect(stage.asked).toHaveLength(1);
  });

  it.each([
    [503, 'busy', {}, [100]],
    [503, 'busy', { 'Retry-After': '2' }, [2_100]],
    [429, 'throttled', { 'Retry-After': '3' }, [3_100]],
    [429, 'throttled', { 'Retry-After': 'Fri, 01 May 2026 12:00:04 GMT' }, [4_100]],
    [409, 'idempotency-in-flight', { 'Retry-After': '1' }, [1_100]],
  ])('comes again after %d %s with %j: nothing was done', async (status, code, headers, paused) => {
    const stage = clientStage(problem(status, code, headers), Response.json({ id: 'u-1' }));
    await stage.client().activate({ ...ADA, code: '0417' });
    expect(stage.paused).toEqual(paused);
  });

  it.each([
    [401, 'credentials-invalid', {}],
    [409, 'already-active', {}],
    [410, 'code-expired', {}],
    [422, 'code-invalid', {}],
    [429, 'tries-exhausted', {}],
    [429, 'throttled', { 'Retry-After': '600' }],
    [500, 'internal', {}],
  ])('throws %d %s at once', async (status, code, headers) => {
    const stage = clientStage(problem(status, code, headers as Record<string, string>));
    const failure = await stage
      .client()
      .activate({ ...ADA, code: '0417' })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GatehouseProblem);
    expect(failure).toMatchObject({
      status,
      code,
      requestId: 'r-1',
      retryAfter: 'Retry-After' in headers ? 600 : null,
    });
    expect(stage.paused).toEqual([]);
  });

  it('takes an answer that breaks off for one that was lost', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(lost()) });
    const stage = clientStage(new Response(broken, { status: 201 }), registered());
    await expect(stage.client().signUp(ADA)).resolves.toEqual({ id: 'u-1' });
  });

  it('gives each try its time', async () => {
    const stage = clientStage('silence', registered());
    await expect(stage.client({ timeoutMs: 5 }).signUp(ADA)).resolves.toEqual({ id: 'u-1' });
  });

  it('says that time was over', async () => {
    const stage = clientStage('silence');
    const call = stage.client({ timeoutMs: 5, retries: 0 }).signUp(ADA);
    await expect(call).rejects.toThrow('The service has not answered in time');
  });

  it.each([
    ['a page of a proxy', new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } })],
    [
      'half a problem',
      new Response('{"code":', { status: 503, headers: { 'Content-Type': 'application/problem+json' } }),
    ],
    ['a problem without a code', problem(503, null as unknown as string)],
  ])('does not take %s for the service', async (_, answer) => {
    const stage = clientStage(answer);
    await expect(stage.client({ retries: 0 }).signUp(ADA)).rejects.toThrow(GatehouseUnreachable);
  });
});

describe('the client, when its caller no longer waits', () => {
  const reason = new Error('left the page');

  it('ends the call', async () => {
    const abort = new AbortController();
    const stage = clientStage('silence');
    const call = stage.client().signUp(ADA, { signal: abort.signal });
    queueMicrotask(() => abort.abort(reason));
    await expect(call).rejects.toBe(reason);
    expect(stage.asked).toHaveLength(1);
  });

  it('ends the wait before another try', async () => {
    const abort = new AbortController();
    const stage = clientStage(() => {
      abort.abort(reason);
      return problem(503, 'busy');
    });
    await expect(stage.client().signUp(ADA, { signal: abort.signal })).rejects.toBe(reason);
  });

  it('makes no call at all where it is late already', async () => {
    const stage = clientStage('silence');
    await expect(stage.client().signUp(ADA, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(stage.asked).toEqual([]);
  });
});

describe('a problem', () => {
  it('has its fields, and narrows by its code', async () => {
    const errors = [{ pointer: '/password', code: 'password-common', message: 'Too common' }];
    const stage = clientStage(
      Response.json(
        { title: 'Some fields are invalid', status: 422, code: 'validation-failed', errors },
        { status: 422, headers: { 'Content-Type': 'application/problem+json; charset=utf-8' } },
      ),
    );
    const failure = await stage
      .client()
      .signUp(ADA)
      .catch((error: unknown) => error);
    if (!isProblem(failure, 'validation-failed', 'throttled')) throw failure;
    if (failure.code === 'throttled') throw failure;
    const status: 422 = failure.status;
    expect(status).toBe(422);
    expect(failure.errors).toEqual(errors);
    expect(failure.message).toBe('Some fields are invalid (validation-failed)');
    expect(isProblem(failure)).toBe(true);
    expect(isProblem(failure, 'throttled')).toBe(false);
    expect(isProblem(new Error('another'))).toBe(false);
  });

  it('holds nothing of the request', async () => {
    const stage = clientStage(problem(401, 'credentials-invalid'));
    const failure = (await stage
      .client()
      .activate({ ...ADA, code: '0417' })
      .catch((error: unknown) => error)) as Error;
    expect(`${JSON.stringify(failure)} ${failure.stack} ${failure.message}`).not.toMatch(/lanterns|0417|Basic/);
  });
});

describe('what the client sends', () => {
  it.each([
    ['a colon', 'nine:seven:lanterns'],
    ['beyond Latin', 'пароль密碼🔑é'],
    ['long', '🔑'.repeat(128)],
  ])('proves a password that is %s, in UTF-8', async (_, password) => {
    const stage = clientStage(Response.json({}));
    await stage.client().activate({ ...ADA, password, code: '0417' });
    const [scheme, text = ''] = stage.asked[0]?.headers.get('Authorization')?.split(' ') ?? [];
    expect([scheme, Buffer.from(text, 'base64').toString()]).toEqual(['Basic', `ada@example.com:${password}`]);
  });

  it('is not an address with a colon, which would be read as another', async () => {
    const stage = clientStage();
    const call = async () => stage.client().activate({ email: 'a:b@example.com', password: 'x', code: '0417' });
    await expect(call).rejects.toThrow(TypeError);
  });

  it('names application and language, below the service’s own address', async () => {
    const stage = clientStage(registered());
    await stage.client({ baseUrl: 'https://shop.example/id/', application: 'shop', language: 'fr' }).signUp(ADA);
    expect(stage.asked[0]?.url).toBe('https://shop.example/id/v1/users');
    expect(Object.fromEntries(stage.asked[0]?.headers ?? [])).toMatchObject({
      'gatehouse-application': 'shop',
      'accept-language': 'fr',
    });
  });

  it('follows no redirect, which would carry a password on', async () => {
    const stage = clientStage(registered());
    await stage.client().signUp(ADA);
    expect(stage.asked[0]?.redirect).toBe('error');
  });
});
