import { LOCALES } from '@gatehouse/platform/i18n';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

interface ProblemAsJson {
  readonly type: string;
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly means: string;
  readonly does: string;
  readonly operations: readonly { method: string; path: string; summary: string }[] | null;
}

describe('the type of a problem', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const pageAt = (path: string, headers: Record<string, string> = {}) =>
    api.http.get(path).set({ Accept: 'text/html', ...headers });
  const jsonAt = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await api.http.get(path).set({ Accept: 'application/json', ...headers });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    return answer.body as unknown;
  };
  const all = async (headers: Record<string, string> = {}) =>
    ((await jsonAt('/problems', headers)) as { problems: ProblemAsJson[] }).problems;

  it('leads from an answer to a page that says what it means and what to do', async () => {
    const refused = await api.http.post('/v1/users').send({ ...somebody(), password: 'short' });
    const { type, title } = refused.body as { type: string; title: string };
    const page = await pageAt(type);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(page.text).toContain('What it means');
    expect(page.text).toContain('What to do');
    expect(page.text).toContain('<code dir="ltr">errors[].code</code>');
  });

  it('is a page for every code that the document names, and JSON as well', async () => {
    const codes = new Set(
      [...JSON.stringify(api.document).matchAll(/"\/problems\/([a-z-]+)"/g)].map(([, code]) => code),
    );
    expect(codes.size).toBeGreaterThan(40);
    const problems = new Map((await all()).map((problem) => [problem.code, problem]));
    for (const code of codes) {
      const problem = problems.get(code ?? '');
      expect(problem).toMatchObject({ type: `/problems/${code}`, code });
      expect(await jsonAt(`/problems/${code}`)).toEqual(problem);
      expect((await pageAt(`/problems/${code}`)).text).toContain(`<code dir="ltr">${code}</code>`);
    }
  });

  it('gives every code advice of its own', async () => {
    const english = await all();
    for (const say of ['means', 'does'] as const) {
      const others = english.map((problem) => [problem.code, problem[say]] as const);
      const shared = others.filter(([code, text]) => others.some(([other, same]) => other !== code && same === text));
      expect(shared).toEqual([]);
    }
  });

  it('names the operations that may answer it', async () => {
    const expired = (await jsonAt('/problems/code-expired')) as ProblemAsJson;
    expect(expired).toMatchObject({ status: 410 });
    expect(expired.operations).toContainEqual({
      method: 'post',
      path: '/v1/users/activation',
      summary: expect.any(String),
    });
    expect((await jsonAt('/problems/throttled')) as ProblemAsJson).toMatchObject({ status: 429, operations: null });
  });

  it.each(LOCALES)('speaks %s', async (locale) => {
    const headers = { 'Accept-Language': locale };
    const [problems, english] = [await all(headers), await all()];
    for (const [index, problem] of problems.entries()) {
      for (const text of [problem.title, problem.means, problem.does]) expect(text).not.toMatch(/^problems\.|^$|{{/);
      if (locale === 'en') continue;
      expect(problem.does).not.toBe(english[index]?.does);
      expect(problem.means).not.toBe(english[index]?.means);
    }
    const page = await pageAt('/problems/busy', headers);
    expect(page.headers).toMatchObject({ 'content-language': locale, vary: expect.stringMatching(/Accept-Language/) });
    expect(page.text).toContain(`<html lang="${locale}" dir="${locale === 'ar' ? 'rtl' : 'ltr'}">`);
  });

  it('is read alone, and leads nowhere where there is no such code', async () => {
    for (const path of [
      '/problems/nothing',
      '/problems/toString',
      '/problems/code-invalid/',
      '/problems/CODE-INVALID',
    ]) {
      api.expectProblem(await api.http.get(path), 404, 'not-found');
    }
    api.expectProblem(await api.http.get('/problems/%zz'), 400, 'request-malformed');
    const posted = await api.http.post('/problems/code-invalid');
    api.expectProblem(posted, 405, 'method-not-allowed');
    expect(posted.headers['allow']).toBe('GET, HEAD');
  });

  it('may be read by pages of every origin', async () => {
    const answer = await pageAt('/problems/busy', { Origin: 'https://shop.example' });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('stands beside a page at / that leads to what there is', async () => {
    const { text, headers } = await pageAt('/');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
    const links = [...text.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href ?? '');
    expect(links).toEqual(
      expect.arrayContaining(['/docs', '/openapi.json', '/asyncapi.json', '/problems', '/reset', '/sign-up']),
    );
    for (const href of links) expect([href, (await pageAt(href)).status]).toEqual([href, 200]);
    expect((await api.http.get('/')).headers['content-type']).toMatch(/^text\/html/);
  });
});
