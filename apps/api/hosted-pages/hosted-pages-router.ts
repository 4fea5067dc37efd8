import type { Application, FindApplication } from '@gatehouse/applications/contract';
import { commonProblems, ProblemError } from '@gatehouse/platform/http';
import { LOCALES, matchLocale } from '@gatehouse/platform/i18n';
import { activationPage, PAGE_FILES, PAGE_POLICY, type PageFileName } from '@gatehouse/web';
import { type Request, type RequestHandler, Router } from 'express';
import { onlyGet } from '../docs-page/only-get.js';
import { StaticFile } from '../docs-page/static-file.js';
import { redirectTarget } from './redirect-target.js';

const DEFAULT_APPLICATION = 'default';

/** The pages that links in mails open. To get one changes nothing, however often and by whomever it is done. */
export function hostedPagesRouter(applications: FindApplication): Router {
  const entries = Object.entries(PAGE_FILES).map(([name, { location, type }]) => [
    name,
    new StaticFile('/pages/', location, type),
  ]);
  const files = Object.fromEntries(entries) as Record<PageFileName, StaticFile>;

  const router = Router({ caseSensitive: true });
  const get = (path: string, handler: RequestHandler) => router.route(path).get(handler).all(onlyGet);
  get('/activate', async (request, response) => {
    const query = queryOf(request);
    const application = await applicationOf(query, applications);
    const locale = matchLocale(request.acceptsLanguages(), LOCALES);
    const redirect = redirectTarget(query.getAll('redirect'), application.redirectTargets);
    response
      .set({
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Language': locale,
        'Content-Security-Policy': PAGE_POLICY,
        Vary: 'Accept-Language',
      })
      .send(activationPage({ locale, application, redirect, files }));
  });
  for (const file of Object.values(files)) get(file.path, file.serve);
  return router;
}

function queryOf({ url }: Request): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

/** A link cannot set a header, so `application` in the query names it. */
async function applicationOf(query: URLSearchParams, applications: FindApplication): Promise<Application> {
  const found = await applications.bySlug(query.get('application') ?? DEFAULT_APPLICATION);
  if (!found) throw new ProblemError(commonProblems['application-unknown']);
  return found;
}
