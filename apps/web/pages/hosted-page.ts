import { directionOf, type Locale, loadWords } from '@gatehouse/platform/i18n';
import { escapeHtml } from './html.js';
import { logoImage, lookFooter, lookHead, type PageLook } from './look.js';
import type { PageFileName } from './page-files.js';

/** Pages made of one component each, by the last part of their paths. */
export const HOSTED_PAGES = ['sign-up', 'sign-in', 'activate', 'reset', 'account', 'email-undo'] as const;
export type HostedPageName = (typeof HOSTED_PAGES)[number];

/** A file as a page names it. */
export interface LinkedFile {
  readonly href: string;
  /** For Subresource Integrity. */
  readonly integrity: string;
}

/** In the order in which a form asks. */
const PROFILE_FIELDS = ['name', 'surname', 'phone', 'birthDate', 'hobbies'] as const;
type ProfileField = (typeof PROFILE_FIELDS)[number];

/** What an application asks of people, as far as a form has to know before it is refused. */
export interface AskedOfPeople {
  readonly passwordMinLength: number;
  /** What sign-up does with each field of a profile. */
  readonly fields: Readonly<Record<ProfileField, 'required' | 'optional' | 'accepted' | 'none'>>;
  /** What people must agree to; null: nothing. One of the links may be missing. */
  readonly terms: {
    readonly version: string;
    readonly termsUrl: string | null;
    readonly privacyUrl: string | null;
  } | null;
  /** Digits. */
  readonly resetCodeLength: number;
  /** Seconds between two messages to one address. */
  readonly gapSeconds: number;
}

export interface HostedPageView {
  readonly locale: Locale;
  readonly application: { readonly slug: string; readonly name: string };
  readonly asked: AskedOfPeople;
  readonly look: PageLook;
  readonly files: Readonly<Record<PageFileName, LinkedFile>>;
  /** The module with the components, and the words of the page's language, which it would ask for next. */
  readonly elements: { readonly module: LinkedFile; readonly words: LinkedFile };
  /** Where the application's other pages are. */
  readonly pages: Readonly<Record<HostedPageName, string>>;
  /** Where people may go on to; one of the application's own targets, or null: to their account. */
  readonly redirect: string | null;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** The component of each page, and what it is told beside what all are. */
const COMPONENTS: Readonly<Record<HostedPageName, (view: HostedPageView) => readonly [string, Attributes]>> = {
  'sign-up': ({ asked, pages, redirect }) => [
    'gatehouse-sign-up',
    {
      fields: fieldsOf(asked),
      'password-min': asked.passwordMinLength,
      'resend-gap': asked.gapSeconds,
      ...(asked.terms && {
        'terms-version': asked.terms.version,
        'terms-href': asked.terms.termsUrl ?? false,
        'privacy-href': asked.terms.privacyUrl ?? false,
      }),
      'sign-in-href': pages['sign-in'],
      'next-href': redirect ?? pages.account,
      redirect: redirect ?? false,
    },
  ],
  'sign-in': ({ asked, pages, redirect }) => [
    'gatehouse-sign-in',
    {
      'sign-up-href': pages['sign-up'],
      'reset-href': pages.reset,
      'resend-gap': asked.gapSeconds,
      'next-href': redirect ?? pages.account,
      redirect: redirect ?? false,
    },
  ],
  activate: ({ asked, pages, redirect }) => [
    'gatehouse-activation',
    {
      link: true,
      'resend-gap': asked.gapSeconds,
      'next-href': redirect ?? pages.account,
      redirect: redirect ?? false,
    },
  ],
  reset: ({ asked, pages, redirect }) => [
    'gatehouse-reset',
    {
      link: true,
      'code-length': asked.resetCodeLength,
      'password-min': asked.passwordMinLength,
      'resend-gap': asked.gapSeconds,
      'next-href': redirect ?? pages['sign-in'],
      redirect: redirect ?? false,
    },
  ],
  account: ({ asked, pages }) => [
    'gatehouse-account',
    {
      fields: fieldsOf(asked, 'phone').replaceAll('!', '') || 'name surname',
      'no-phone': asked.fields.phone === 'none',
      'password-min': asked.passwordMinLength,
      'resend-gap': asked.gapSeconds,
      'sign-up-href': pages['sign-up'],
      'reset-href': pages.reset,
    },
  ],
  'email-undo': ({ pages }) => ['gatehouse-email-undo', { 'reset-href': pages.reset }],
};

/** As components take them: names in order, `!` for required ones. */
const fieldsOf = ({ fields }: AskedOfPeople, without?: ProfileField): string =>
  PROFILE_FIELDS.filter((name) => name !== without)
    .flatMap((name) => ({ required: `${name}!`, optional: name, accepted: [], none: [] })[fields[name]])
    .join(' ');

const words = loadWords(new URL('./words/', import.meta.url));

/** A page with one component in it. Without scripts it says so, and has nothing to send. */
export function hostedPage(name: HostedPageName, view: HostedPageView): string {
  const { locale, application, look, files, elements } = view;
  const sayOf = (key: string) => escapeHtml(words(locale)(key, { application: application.name }));
  const say = (key: string) => sayOf(`${name}.${key}`);
  const [tag, own] = COMPONENTS[name](view);
  const attributes = attributesOf({ application: application.slug, session: 'cookie', ...own });
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${say('title')}</title>
    <link rel="icon" type="image/svg+xml" href="${files.icon.href}" />
    <link rel="stylesheet" ${loaded(files.style)} />
    ${lookHead(look)}
    <link rel="modulepreload" ${loaded(elements.words)} />
    <script type="module" ${loaded(files.page, 'src')}></script>
    <script type="module" ${loaded(elements.module, 'src')}></script>
  </head>
  <body>
    <main${name === 'account' ? ' class="wide"' : ''} data-application="${escapeHtml(application.name)}">
      <p class="application">${logoImage(look)}${escapeHtml(application.name)}</p>
      <h1 id="heading">${say('heading')}</h1>
      <noscript><p>${say('noscript')}</p></noscript>
      <${tag}${attributes}></${tag}>
    </main>
${lookFooter(look, sayOf)}  </body>
</html>
`;
}

const loaded = ({ href, integrity }: LinkedFile, attribute: 'href' | 'src' = 'href'): string =>
  `${attribute}="${href}" integrity="${integrity}"`;

const attributesOf = (attributes: Attributes): string =>
  Object.entries(attributes)
    .filter(([, value]) => value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeHtml(String(value))}"`))
    .join('');
