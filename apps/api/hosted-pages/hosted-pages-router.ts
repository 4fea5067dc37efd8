import { type Application, applicationOf } from '@gatehouse/applications/contract';
import { internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import { commonProblems, ProblemError } from '@gatehouse/platform/edge';
import { anyOrigin } from '@gatehouse/platform/express';
import { LOCALES, type Locale, matchLocale, negotiateLocale } from '@gatehouse/platform/i18n';
import { FindSignUpRules } from '@gatehouse/registration/contract';
import {
  applicationPage,
  HOSTED_PAGES,
  type HostedPageName,
  homePage,
  hostedPage,
  PAGE_FILES,
  PAGE_POLICY,
  type PageFileName,
} from '@gatehouse/web';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { onlyGet } from '../docs-page/pages-router.js';
import { StaticFile } from '../docs-page/static-file.js';
import type { ServedElements } from '../elements/served-elements.js';
import { logoOf, lookOf, sendLogo, sendSheet, sheetPath } from './application-looks.js';

const WEB = /^https?:\/\//;

/** The one address that was asked for, if it is on the list, character by character; else null. */
export function redirectTarget(asked: readonly string[], allowed: readonly string[]): string | null {
  const [target] = asked;
  return asked.length === 1 && target !== undefined && WEB.test(target) && allowed.includes(target) ? target : null;
}

const DEFAULT_APPLICATION = 'default';
const LOGO = '/a/:slug/logo/:name';

/** Who asks for a page of which application, and how its other pages are reached. */
interface Visit {
  readonly application: Application;
  readonly locale: Locale;
  readonly query: URLSearchParams;
  readonly pages: Readonly<Record<HostedPageName, string>>;
}

/**
 * The pages of each application: at `/a/<slug>/…`, and at `/…` with `?application=<slug>`, where links in mails lead. To
 * get one changes nothing, however often and by whomever it is done.
 * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
 */
export function hostedPagesRouter(queries: QueryBus, elements: ServedElements, basePath = ''): Router {
  const entries = Object.entries(PAGE_FILES).map(([name, { location, type }]) => [
    name,
    new StaticFile('/pages/', location, type, basePath),
  ]);
  const files = Object.fromEntries(entries) as Record<PageFileName, StaticFile>;
  const router = Router({ caseSensitive: true });
  const get = (path: string, handler: RequestHandler) => router.route(path).get(handler).all(onlyGet);

  const show = async (name: HostedPageName, { application, locale, query, pages }: Visit, response: Response) => {
    const asked = await queries.ask(queryWith(FindSignUpRules, {}), internalContext(application.slug));
    if (!asked.ok) throw new Error('An application without rules');
    const redirect = redirectTarget(query.getAll('redirect'), application.redirectTargets);
    const { look } = await lookOf(application, queries, basePath);
    const parts = { module: elements.module, words: elements.words(locale) };
    const around = redirect === null ? pages : leadingTo(redirect, pages);
    send(
      response,
      locale,
      hostedPage(name, {
        locale,
        application,
        asked: asked.value,
        look,
        files,
        elements: parts,
        pages: around,
        redirect,
      }),
    );
  };
  for (const name of HOSTED_PAGES) {
    get(`/${name}`, async (request, response) => show(name, await visited(request, queries, basePath), response));
    get(`/a/:slug/${name}`, async (request, response) =>
      show(name, await visited(request, queries, basePath), response),
    );
  }
  get('/a/:slug', async (request, response) => {
    const { application, locale, pages } = await visited(request, queries, basePath);
    const { look } = await lookOf(application, queries, basePath);
    send(response, locale, applicationPage({ locale, files, basePath, look }, application.name, pages));
  });
  get('/', async (request, response) => {
    const { application, locale, pages } = await visited(request, queries, basePath);
    const { look } = await lookOf(application, queries, basePath);
    const view = { locale, files, basePath, look };
    const { name } = application;
    send(
      response,
      locale,
      application.slug === DEFAULT_APPLICATION ? homePage(view, name) : applicationPage(view, name, pages),
    );
  });
  for (const path of [sheetPath(':slug'), LOGO]) router.route(path).all(anyOrigin);
  get(sheetPath(':slug'), async (request, response) => {
    const { application, query } = await visited(request, queries, basePath);
    const { sheet } = await lookOf(application, queries, basePath);
    sendSheet(sheet, query.get('v'), request, response);
  });
  get(LOGO, async (request, response) => {
    const { application } = await visited(request, queries, basePath);
    const name = String(request.params['name']);
    sendLogo(await logoOf(application, name, queries), name, request, response);
  });
  for (const file of Object.values(files)) get(file.path, file.serve);
  return router;
}

function send(response: Response, locale: Locale, page: string): void {
  response
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Language': locale,
      'Content-Security-Policy': PAGE_POLICY,
      Vary: 'Accept-Language',
    })
    .send(page);
}

/** A link cannot set a header, so its path names the application, or `application` in its query. */
async function visited(request: Request, queries: QueryBus, basePath: string): Promise<Visit> {
  const query = queryOf(request);
  const { slug } = request.params;
  const application = await applicationOf(queries, slug?.toString() ?? query.get('application') ?? DEFAULT_APPLICATION);
  if (!application) throw new ProblemError(commonProblems[slug === undefined ? 'application-unknown' : 'not-found']);
  const fallback = matchLocale([application.defaultLocale], LOCALES);
  const locale = negotiateLocale(request.headers['accept-language'], fallback);
  const addressOf = (name: string) => `${basePath}${pathOf(name, application.slug, slug !== undefined)}`;
  const pages = Object.fromEntries(HOSTED_PAGES.map((name) => [name, addressOf(name)]));
  return { application, locale, query, pages: pages as Record<HostedPageName, string> };
}

/** As the page was reached, so that people stay where they are. */
function pathOf(name: string, slug: string, isBelowSlug: boolean): string {
  if (isBelowSlug) return `/a/${encodeURIComponent(slug)}/${name}`;
  return slug === DEFAULT_APPLICATION ? `/${name}` : `/${name}?application=${encodeURIComponent(slug)}`;
}

/** From sign-up to sign-in and back, people still get where they were to go. */
function leadingTo(redirect: string, pages: Visit['pages']): Visit['pages'] {
  const leading = (href: string) => `${href}${href.includes('?') ? '&' : '?'}redirect=${encodeURIComponent(redirect)}`;
  return {
    ...pages,
    'sign-up': leading(pages['sign-up']),
    'sign-in': leading(pages['sign-in']),
    reset: leading(pages.reset),
  };
}

function queryOf({ url }: Request): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}
