import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { rawExchange } from '../../support/raw-http.js';

const BASE = '/auth';

/** A proxy that hands on what is below `/auth`, without it, and knows nothing else. */
async function openProxy(port: number): Promise<Server> {
  const proxy = createServer(({ method, url = '', headers }, response) => {
    if (!url.startsWith(`${BASE}/`)) {
      response.writeHead(418).end();
      return;
    }
    const behind = request({ port, method, path: url.slice(BASE.length), headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    response.req.pipe(behind);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

describe('behind a proxy that takes the path of PUBLIC_URL off', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let proxy: Server;
  let origin: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, { environment: { PUBLIC_URL: 'https://shop.example/auth/' } });
    proxy = await openProxy(api.port);
    origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    proxy.closeAllConnections();
    proxy.close();
    await api.close();
    await db.drop();
  });

  const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, origin), init);
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it.each([
    '/',
    '/docs',
    '/problems',
    '/problems/code-invalid',
    '/sign-up',
    '/activate',
    '/reset',
    '/email-undo',
    '/a/default/account',
  ])('the page %s finds all that it is made of, and leads to what there is', async (path) => {
    const page = await (await ask(`${BASE}${path}`, { headers: { Accept: 'text/html' } })).text();
    const addresses = [...page.matchAll(/[ -](?:href|src|data-document)="([^"#]+)"/g)].map(
      ([, address = '']) => address,
    );
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of new Set(addresses)) {
      expect(address.startsWith(`${BASE}/`) || address === BASE).toBe(true);
      expect([address, (await ask(address)).status]).toEqual([address, 200]);
    }
  });

  it('problems have addresses that lead to their pages', async () => {
    const answer = await post(`${BASE}/v1/users`, {});
    const { type } = (await answer.json()) as { type: string };
    expect(type).toBe(`${BASE}/problems/validation-failed`);
    expect((await ask(type)).status).toBe(200);
    // Before any route is found, and where no request came to be.
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', 'nonsense\r\n\r\n']) {
      expect((await rawExchange(api.port, bytes)).body).toMatchObject({ type: `${BASE}/problems/request-malformed` });
    }
  });

  it('statusUrl, Location and the cookie are below it', async () => {
    const person = somebody();
    const registered = await post(`${BASE}/v1/users`, person);
    const { id, activation } = (await registered.json()) as { id: string; activation: { statusUrl: string } };
    expect(registered.headers.get('location')).toBe(`${BASE}/v1/users/${id}`);
    expect(activation.statusUrl).toBe(`${BASE}/v1/users/${id}/activation`);
    expect((await ask(activation.statusUrl)).status).toBe(200);

    await api.activate(person, await api.deliver(id));
    const own = { Origin: 'https://shop.example' };
    const session = await post(`${BASE}/v1/sessions`, { ...person, cookie: true }, own);
    expect(session.status).toBe(201);
    expect(session.headers.get('location')).toMatch(/^\/auth\/v1\/sessions\/[0-9a-f-]{36}$/);
    const cookie = session.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^__Secure-gatehouse-refresh=\S+; Max-Age=\d+; Path=\/auth; HttpOnly; SameSite=Strict; Secure$/,
    );

    const { csrfToken } = (await session.json()) as { csrfToken: string };
    const held = { ...own, Cookie: cookie.split(';', 1)[0] ?? '', 'X-CSRF-Token': csrfToken };
    expect((await post(`${BASE}/v1/sessions/refresh`, { cookie: true }, held)).status).toBe(200);
    // Not `basic` alone: erasing an account takes its password.
    const erased = await ask(`${BASE}/v1/users/me`, { method: 'DELETE', headers: { Authorization: basic(person) } });
    expect(erased.status).toBe(204);
  });

  it('the document says where its paths begin, and tokens who has issued them', async () => {
    const document = (await (await ask(`${BASE}/openapi.json`)).json()) as { servers: object; paths: object };
    expect(document.servers).toEqual([{ url: BASE }]);
    // What a client puts the server before, and what answers show as they are.
    expect(Object.keys(document.paths)).toContain('/v1/users');
    const shown = [...JSON.stringify(document).matchAll(/":"((?:\/auth)?\/(?:v1|problems)\/[^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    expect(shown).toContain(`${BASE}/problems/validation-failed`);
    expect(shown.some((path) => /^\/auth\/v1\/users\/[^/]+\/activation$/.test(path))).toBe(true);
    expect(shown.filter((path) => !path.startsWith(`${BASE}/`))).toEqual([]);
    expect((await ask(`${BASE}/.well-known/jwks.json`)).status).toBe(200);
  });
});
