import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/address/search.js';
import { DELIVERY_STATES, type WebhookSearch } from './webhook-search.js';

export const webhooksRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks-page.js'), 'WebhooksPage'),
});

export const webhookRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/webhooks/$webhook',
  validateSearch: (search): WebhookSearch => oneOf('state', search, DELIVERY_STATES),
  component: lazyRouteComponent(() => import('./webhook-page.js'), 'WebhookPage'),
});
