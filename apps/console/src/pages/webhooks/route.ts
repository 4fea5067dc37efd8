import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';
import { oneOf } from '../../components/search.js';

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

export interface WebhookSearch {
  readonly state?: (typeof DELIVERY_STATES)[number];
}

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
