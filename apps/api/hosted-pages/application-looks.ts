import { createHash } from 'node:crypto';
import { type Application, FindAppearance } from '@gatehouse/applications/contract';
import { internalContext, type QueryBus, queryWith } from '@gatehouse/kernel';
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
  return { look: { ...value, sheetHref, logo: null }, sheet };
}

/** Pages of any origin find there how components on them are to look. */
export const sheetPath = (slug: string): string => `/a/${slug}/appearance.css`;

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** For good where the address names this very content; else to be asked about every time. */
export function sendSheet(sheet: string, asked: string | null, request: Request, response: Response): void {
  const version = versionOf(sheet);
  response.set({
    'Content-Type': 'text/css; charset=utf-8',
    'Cache-Control': asked === version ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    ETag: `"${version}"`,
  });
  if (request.fresh) response.status(304).end();
  else response.send(sheet);
}

const versionOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 16);
