import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf, textLike } from '../../components/address/search.js';

export interface EventsSearch {
  /** The log from its beginning, or from the cursor; absent: what happens now. */
  readonly view?: 'log';
  readonly after?: string;
  /** Separated by commas. */
  readonly types?: string;
}

const CURSOR = /^\d{1,9}-\d{1,19}-\d{1,18}$/;
const TYPES = /^[a-z0-9-]+(\.[a-z0-9-]+)+(,[a-z0-9-]+(\.[a-z0-9-]+)+)*$/;

export const eventsRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/events',
  validateSearch: (search): EventsSearch => ({
    ...oneOf('view', search, ['log']),
    ...textLike('after', search, CURSOR),
    ...textLike('types', search, TYPES),
  }),
  component: lazyRouteComponent(() => import('./events-page.js'), 'EventsPage'),
});
