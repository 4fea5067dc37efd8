import type { Application } from '@gatehouse/applications/contract';

/** An application of which nothing was said but its name. */
export const theShop: Application = {
  slug: 'shop',
  name: 'The Shop',
  defaultLocale: 'en',
  sender: null,
  replyTo: null,
  allowedOrigins: [],
  linkBaseUrl: null,
  redirectTargets: [],
  preset: 'standard',
  policy: {},
  appearance: {},
  logo: null,
  grants: {},
};
