import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/address/search.js';

export interface SettingsSearch {
  readonly section?: 'appearance' | 'policy' | 'sms' | 'grants';
}

export const settingsRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/settings',
  validateSearch: (search): SettingsSearch => oneOf('section', search, ['appearance', 'policy', 'sms', 'grants']),
  component: lazyRouteComponent(() => import('./settings-page.js'), 'SettingsPage'),
});
