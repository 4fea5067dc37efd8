import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/address/search.js';
import { SPANS } from './spans.js';

export const overviewRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/',
  validateSearch: (search): { days?: (typeof SPANS)[number] } => ({ ...oneOf('days', search, SPANS) }),
  component: lazyRouteComponent(() => import('./overview-page.js'), 'OverviewPage'),
});
