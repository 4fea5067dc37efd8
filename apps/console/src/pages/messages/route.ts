import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf, textLike } from '../../components/address/search.js';
import { CHANNELS, LISTED_STATES, type MessagesSearch } from './messages-search.js';

/** Whose messages are wanted stands behind the `#`: an address has no place in the logs of proxies. */
export const messagesRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/messages',
  validateSearch: (search): MessagesSearch => ({
    ...oneOf('state', search, LISTED_STATES),
    ...oneOf('channel', search, CHANNELS),
    ...textLike('template', search, /^[a-z-]{1,40}$/),
    ...textLike('message', search, /^[0-9a-f-]{36}$/),
  }),
  component: lazyRouteComponent(() => import('./messages-page.js'), 'MessagesPage'),
});
