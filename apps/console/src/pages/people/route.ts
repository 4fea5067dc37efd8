import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { DAY, oneOf, textLike } from '../../components/address/search.js';
import { USER_STATES } from '../../components/words/user-state.js';
import type { PeopleSearch } from './people-search.js';

/** What is searched for stands behind the `#`: part of a name or an address has no place in the logs of proxies. */
export const peopleRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/people',
  validateSearch: (search): PeopleSearch => ({
    ...oneOf('state', search, USER_STATES),
    ...textLike('from', search, DAY),
    ...textLike('to', search, DAY),
  }),
  component: lazyRouteComponent(() => import('./people-page.js'), 'PeoplePage'),
});
