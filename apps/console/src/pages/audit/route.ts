import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/address/search.js';

export interface AuditSearch {
  /** Every application, for operators. */
  readonly applications?: 'all';
}

export const auditRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/audit',
  validateSearch: (search): AuditSearch => oneOf('applications', search, ['all']),
  component: lazyRouteComponent(() => import('./audit-page.js'), 'AuditPage'),
});
