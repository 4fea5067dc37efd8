import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';

export const personRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/people/$userId',
  component: lazyRouteComponent(() => import('./person-page.js'), 'PersonPage'),
});
