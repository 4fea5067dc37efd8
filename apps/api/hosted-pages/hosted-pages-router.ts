import { type Application, applicationOf } from '@gatehouse/applications/contract';
import type { QueryBus } from '@gatehouse/kernel';
import { commonProblems, ProblemError } from '@gatehouse/platform/edge';
import { LOCALES, type Locale, matchLocale, negotiateLocale } from '@gatehouse/platform/i18n';
import { activationPage, emailUndoPage, PAGE_FILES, PAGE_POLICY, type PageFileName, resetPage } from '@gatehouse/web';
import { type Request, type RequestHandler, Router } from 'express';
import { onlyGet } from '../docs-page/pages-router.js';
import { StaticFile } from '../docs-page/static-file.js';

const WEB = /^https?:\/\//;

/** The one address that was asked for, if it is on the list, character by character; else null. */
export function redirectTarget(asked: readonly string[], allowed: readonly string[]): string | null {
  const [target] = asked;
  return asked.length === 1 && target !== undefined && WEB.test(target) && allowed.includes(target) ? target : null;
}

const DEFAULT_APPLICATION = 'default';

/**
 * The pages that links in mails open. To get one changes nothing, however often and by whomever it is done.
 * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
 */
export function hostedPagesRouter(queries: QueryBus, basePath = ''): Router {
  const entries = Object.entries(PAGE_FILES).map(([name, { location, type }]) => [
    name,
    new StaticFile('/pages/', location, type, basePath),
  ]);
  const files = Object.fromEntries(entries) as Record<PageFileName, StaticFile>;

  const router = Router({ caseSensitive: true });
  const get = (path: string, handler: RequestHandler) => router.route(path).get(handler).all(onlyGet);
  const page = (path: string, render: (visit: Visit) => string) =>
    get(path, async (request, response) => {
      const query = queryOf(request);
      const application = await visited(query, queries);
      const locale = negotiateLocale(
        request.headers['accept-language'],
        matchLocale([application.defaultLocale], LOCALES),
      );
      const redirect = redirectTarget(query.getAll('redirect'), application.redirectTargets);
      response
        .set({
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Language': locale,
          'Content-Security-Policy': PAGE_POLICY,
          Vary: 'Accept-Language',
        })
        .send(render({ locale, application, redirect, files, basePath }));
    });
  page('/activate', activationPage);
  page('/reset', resetPage);
  page('/email-undo', (visit) =>
    emailUndoPage({ ...visit, resetPath: `${basePath}${pathOf('/reset', visit.application)}` }),
  );
  for (const file of Object.values(files)) get(file.path, file.serve);
  return router;
}

interface Visit {
  readonly locale: Locale;
  readonly application: Application;
  readonly redirect: string | null;
  readonly files: Record<PageFileName, StaticFile>;
  readonly basePath: string;
}

const pathOf = (path: string, { slug }: Application): string =>
  slug === DEFAULT_APPLICATION ? path : `${path}?application=${encodeURIComponent(slug)}`;

function queryOf({ url }: Request): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}

/** A link cannot set a header, so `application` in the query names it. */
async function visited(query: URLSearchParams, queries: QueryBus): Promise<Application> {
  const found = await applicationOf(queries, query.get('application') ?? DEFAULT_APPLICATION);
  if (!found) throw new ProblemError(commonProblems['application-unknown']);
  return found;
}
