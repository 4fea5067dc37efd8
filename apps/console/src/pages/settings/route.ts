import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/address/search.js';

export interface SettingsSearch {
  readonly section?: 'policy' | 'sms' | 'grants';
}

export const settingsRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/settings',
  validateSearch: (search): SettingsSearch => oneOf('section', search, ['policy', 'sms', 'grants']),
  component: lazyRouteComponent(() => import('./settings-page.js'), 'SettingsPage'),
});
