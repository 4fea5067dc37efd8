import { createRoute, createRouter } from '@tanstack/react-router';
import { Broken } from '../components/faults/broken.js';
import { applicationsRoute, newApplicationRoute } from '../pages/applications/route.js';
import { auditRoute } from '../pages/audit/route.js';
import { eventsRoute } from '../pages/events/route.js';
import { feedbackRoute } from '../pages/feedback/route.js';
import { importRoute } from '../pages/import/route.js';
import { keysRoute } from '../pages/keys/route.js';
import { messagesRoute } from '../pages/messages/route.js';
import { overviewRoute } from '../pages/overview/route.js';
import { peopleRoute } from '../pages/people/route.js';
import { personRoute } from '../pages/person/route.js';
import { settingsRoute } from '../pages/settings/route.js';
import { templateRoute, templatesRoute } from '../pages/templates/route.js';
import { webhookRoute, webhooksRoute } from '../pages/webhooks/route.js';
import { OwnApplication } from './own-application.js';
import { applicationRoute, rootRoute } from './parents.js';

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: OwnApplication,
});

/** A page is added here, in `navigation.ts`, and as a folder of `pages/`. */
const pages = [
  overviewRoute,
  peopleRoute,
  personRoute,
  importRoute,
  messagesRoute,
  eventsRoute,
  feedbackRoute,
  auditRoute,
  settingsRoute,
  templatesRoute,
  templateRoute,
  keysRoute,
  webhooksRoute,
  webhookRoute,
  applicationsRoute,
  newApplicationRoute,
] as const;

const routeTree = rootRoute.addChildren([startRoute, applicationRoute.addChildren(pages)]);

/** @param basePath path of the address at which the service is reached: `/auth`, or empty */
export const consoleRouter = (basePath: string) =>
  createRouter({
    routeTree,
    basepath: `${basePath}/console`,
    scrollRestoration: true,
    defaultPreload: 'intent',
    defaultErrorComponent: Broken,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof consoleRouter>;
  }
}
