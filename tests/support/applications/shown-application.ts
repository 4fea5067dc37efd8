import type { Application } from '../../../libs/applications/contract/application.js';

/** An application of which nothing was said but this, as it is read. */
export const shownApplication = (slug: string, changes: Partial<Application> = {}): Application => ({
  slug,
  name: `The ${slug}`,
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
  ...changes,
});
