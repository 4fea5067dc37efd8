import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { NotFound } from '../components/faults/not-found.js';

export const rootRoute = createRootRoute({ notFoundComponent: NotFound });

/** Every page is about one application, which its address names: links can be shared whichever application they are about. */
export const applicationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$application',
  component: lazyRouteComponent(() => import('./shell.js'), 'Shell'),
  notFoundComponent: NotFound,
});
