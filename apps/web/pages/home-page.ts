import { type DocumentView, documentFrame, saying } from './document-frame.js';

/** A name, the same in every language. */
export const SERVICE = 'Gatehouse';

/** What there is, in the order in which it is looked for, by the keys of its words. */
const PLACES = {
  reference: '/docs',
  openapi: '/openapi.json',
  asyncapi: '/asyncapi.json',
  problems: '/problems',
  reset: '/reset',
  keys: '/.well-known/jwks.json',
  health: '/health/ready',
} as const;

/** The page at the service's own address, for anyone who finds it there. */
export function homePage(view: DocumentView): string {
  const say = saying(view.locale);
  const entries = Object.entries(PLACES).map(
    ([key, path]) => `        <li><a href="${view.basePath}${path}">${say(`home.${key}`)}</a></li>\n`,
  );
  return documentFrame(view, {
    title: SERVICE,
    body: `      <h1>${SERVICE}</h1>
      <p>${say('home.intro')}</p>
      <ul class="places">
${entries.join('')}      </ul>
`,
  });
}
