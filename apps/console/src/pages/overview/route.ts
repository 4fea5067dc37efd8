import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/address/search.js';
import { GROUPS, type Groups, SPANS, type Span } from './spans.js';

export const overviewRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/',
  validateSearch: (search): { days?: Span; by?: Groups } => ({
    ...oneOf('days', search, SPANS),
    ...oneOf('by', search, GROUPS),
  }),
  component: lazyRouteComponent(() => import('./overview-page.js'), 'OverviewPage'),
});
