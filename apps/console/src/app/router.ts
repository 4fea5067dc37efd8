import { createRoute, createRouter } from '@tanstack/react-router';
import { Broken } from '../components/broken.js';
import { auditRoute } from '../pages/audit/route.js';
import { messagesRoute } from '../pages/messages/route.js';
import { overviewRoute } from '../pages/overview/route.js';
import { peopleRoute } from '../pages/people/route.js';
import { personRoute } from '../pages/person/route.js';
import { OwnApplication } from './own-application.js';
import { applicationRoute, rootRoute } from './parents.js';

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: OwnApplication,
});

/** A page is added here, in `navigation.ts`, and as a folder of `pages/`. */
const pages = [overviewRoute, peopleRoute, personRoute, messagesRoute, auditRoute] as const;

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
