import { createHash } from 'node:crypto';
import { type Application, FindAppearance, FindLogo, type Logo } from '@gatehouse/applications/contract';
import { internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
import { commonProblems, ProblemError } from '@gatehouse/platform/edge';
import { appearanceSheet, type PageLook } from '@gatehouse/web';
import type { Request, Response } from 'express';

/** How an application's pages look, and the style sheet that makes them so. */
export interface ApplicationLook {
  readonly look: PageLook;
  readonly sheet: string;
}

/** @param basePath of the address at which the service is reached from outside: `/auth`, or empty */
export async function lookOf(
  { slug, appearance: set }: Application,
  queries: QueryBus,
  basePath: string,
): Promise<ApplicationLook> {
  const found = await queries.ask(queryWith(FindAppearance, {}), internalContext(slug));
  if (!found.ok) throw new Error('An application without an appearance');
  const { value } = found;
  const sheet = appearanceSheet(value);
  const isPlain = set.accentColor == null && set.cornerRadius == null && set.colorScheme == null;
  const sheetHref = isPlain ? null : `${basePath}${sheetPath(encodeURIComponent(slug))}?v=${versionOf(sheet)}`;
  const logo = value.logo && { ...value.logo, href: `${basePath}${value.logo.path}` };
  return { look: { ...value, sheetHref, logo }, sheet };
}

/** Pages of any origin may load it for the components on them. */
export const sheetPath = (slug: string): string => `/a/${slug}/appearance.css`;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** @param asked the version that the address names */
export function sendSheet(sheet: string, asked: string | null, request: Request, response: Response): void {
  const version = versionOf(sheet);
  response.set('Content-Type', 'text/css; charset=utf-8');
  send(sheet, { isAsAsked: asked === version, version }, request, response);
}

/** @throws ProblemError 404 not-found where the application has no logo */
export async function logoOf({ slug }: Application, name: string, queries: QueryBus): Promise<Logo> {
  const found = await queries.ask(queryWith(FindLogo, { name }), internalContext(slug));
  if (!found.ok || !found.value) throw new ProblemError(commonProblems['not-found']);
  return found.value;
}

/** An image that is opened by itself runs nothing, loads nothing, and has no origin. */
const IMAGE_POLICY = "default-src 'none'; sandbox";

/**
 * An earlier name answers with the current logo: mails that were sent before have that name.
 * @param asked the name that the address has
 */
export function sendLogo({ name, type, content }: Logo, asked: string, request: Request, response: Response): void {
  response.set({
    'Content-Type': type,
    'Content-Security-Policy': IMAGE_POLICY,
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  send(Buffer.from(content), { isAsAsked: asked === name, version: name }, request, response);
}

/** To be kept for good where the address names exactly this content; otherwise to be revalidated every time. */
function send(
  content: string | Buffer,
  { isAsAsked, version }: { readonly isAsAsked: boolean; readonly version: string },
  request: Request,
  response: Response,
): void {
  response.set({
    'Cache-Control': isAsAsked ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    ETag: `"${version}"`,
  });
  if (request.fresh) response.status(304).end();
  else response.send(content);
}

const versionOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 16);
