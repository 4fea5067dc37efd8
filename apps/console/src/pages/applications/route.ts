import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';

export const applicationsRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/applications',
  component: lazyRouteComponent(() => import('./applications-page.js'), 'ApplicationsPage'),
});

export const newApplicationRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/applications/new',
  component: lazyRouteComponent(() => import('./new-application-page.js'), 'NewApplicationPage'),
});
