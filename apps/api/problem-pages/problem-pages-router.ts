import {
  busProblems,
  commonProblems,
  type Operation,
  ProblemError,
  type ProblemType,
  problemWords,
} from '@gatehouse/platform/edge';
import { anyOrigin } from '@gatehouse/platform/express';
import { type Locale, negotiateLocale } from '@gatehouse/platform/i18n';
import { PAGE_FILES, PAGE_POLICY, problemPage, problemsPage, problemWordsIn, type ToldProblem } from '@gatehouse/web';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { onlyGet } from '../docs-page/pages-router.js';
import { once, StaticFile } from '../docs-page/static-file.js';

type AnsweredProblem = ProblemType & Pick<ToldProblem, 'operations'>;

interface Answer {
  readonly page: string;
  /** What programs get instead. */
  readonly json: object;
}

/**
 * The pages where the `type` of problems leads: HTML, or JSON for who asks for it.
 * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
 */
export function problemPagesRouter(operations: readonly Operation[], basePath = ''): Router {
  const problems = once(() => answeredProblems(operations));
  const file = (name: 'icon' | 'style') => {
    const { location, type } = PAGE_FILES[name];
    return new StaticFile('/pages/', location, type, basePath);
  };
  const files = { icon: file('icon'), style: file('style') };
  const viewIn = (locale: Locale) => ({ locale, files, basePath });
  const told = async (code: string, locale: Locale): Promise<ToldProblem> => {
    const problem = (await problems()).get(code);
    if (!problem) throw new ProblemError(commonProblems['not-found']);
    return { ...problem, title: problemWords(locale).title(problem) };
  };
  const toJson = (problem: ToldProblem, locale: Locale) => ({
    type: `${basePath}/problems/${problem.code}`,
    ...problem,
    ...problemWordsIn(locale, problem),
  });

  const router = Router({ caseSensitive: true, strict: true });
  const answer = (path: string, make: (request: Request, locale: Locale) => Promise<Answer>) => {
    const handler: RequestHandler = async (request, response) => {
      const locale = negotiateLocale(request.headers['accept-language']);
      send(request, response, locale, await make(request, locale));
    };
    router.route(path).all(anyOrigin).get(handler).all(onlyGet);
  };
  for (const { path, serve } of Object.values(files)) router.route(path).get(serve).all(onlyGet);
  answer('/problems', async (_request, locale) => {
    const codes = [...(await problems()).keys()];
    const all = await Promise.all(codes.map((code) => told(code, locale)));
    return { page: problemsPage(viewIn(locale), all), json: { problems: all.map((one) => toJson(one, locale)) } };
  });
  answer('/problems/:code', async ({ params }, locale) => {
    const problem = await told(String(params['code']), locale);
    return { page: problemPage(viewIn(locale), problem), json: toJson(problem, locale) };
  });
  return router;
}

/** Every problem that the service may answer, by its code, with the operations that do. */
async function answeredProblems(operations: readonly Operation[]): Promise<ReadonlyMap<string, AnsweredProblem>> {
  const { problemsByStatus } = await import('@gatehouse/platform/openapi');
  const common = Object.values<ProblemType>(commonProblems);
  const found = new Map<string, AnsweredProblem>(
    common.map((problem) => [problem.code, { ...problem, operations: null }]),
  );
  for (const operation of operations) {
    const overBroker = operation.asks && operation.bus ? Object.values<ProblemType>(busProblems) : [];
    for (const problem of [...[...problemsByStatus(operation).values()].flat(), ...overBroker]) {
      const { operations: others, ...known } = found.get(problem.code) ?? { ...problem, operations: [] };
      const { method, path, summary } = operation;
      found.set(problem.code, { ...known, operations: others && [...others, { method, path, summary }] });
    }
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}

function send(request: Request, response: Response, locale: Locale, { page, json }: Answer): void {
  response.set({ 'Content-Language': locale, 'Cache-Control': 'no-cache' }).vary('Accept, Accept-Language');
  const wantsJson = request.accepts(['text/html', 'application/json']) === 'application/json';
  if (wantsJson) response.json(json);
  else response.set('Content-Security-Policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
}
