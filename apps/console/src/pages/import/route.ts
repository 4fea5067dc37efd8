import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';

export const importRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./import-page.js'), 'ImportPage'),
});
