import { type DocumentView, documentFrame, saying } from './document-frame.js';
import type { HostedPageName } from './hosted-page.js';
import { escapeHtml } from './html.js';
import { logoImage, type PageLook } from './look.js';

/** A name, the same in every language. */
export const SERVICE = 'Gatehouse';

/** What there is, in the order in which it is looked for, by the keys of its words. */
const PLACES = {
  'sign-up': '/sign-up',
  'sign-in': '/sign-in',
  account: '/account',
  reset: '/reset',
  reference: '/docs',
  openapi: '/openapi.json',
  asyncapi: '/asyncapi.json',
  problems: '/problems',
  keys: '/.well-known/jwks.json',
  health: '/health/ready',
} as const;

/** The page at the service's own address, for anyone who finds it there; in the name of the default application. */
export function homePage(view: DocumentView & { readonly look: PageLook }, name: string): string {
  const say = saying(view.locale);
  const places = Object.entries(PLACES).map(([key, path]) => placeOf(`${view.basePath}${path}`, say(`home.${key}`)));
  return documentFrame(view, {
    title: escapeHtml(name),
    body: `      <h1>${logoImage(view.look)}${escapeHtml(name)}</h1>
      <p>${say('home.intro')}</p>
${listOf(places)}`,
  });
}

/** The page that leads to all that one application has for people. */
export function applicationPage(
  view: DocumentView & { readonly look: PageLook },
  name: string,
  pages: Readonly<Record<HostedPageName, string>>,
): string {
  const say = saying(view.locale);
  const keys = ['sign-up', 'sign-in', 'account', 'reset'] as const;
  return documentFrame(view, {
    title: escapeHtml(name),
    body: `      <h1>${logoImage(view.look)}${escapeHtml(name)}</h1>
${listOf(keys.map((key) => placeOf(pages[key], say(`home.${key}`))))}`,
  });
}

const placeOf = (href: string, words: string): string =>
  `        <li><a href="${escapeHtml(href)}">${words}</a></li>\n`;

const listOf = (places: readonly string[]): string => `      <ul class="places">
${places.join('')}      </ul>
`;
