import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';

export const feedbackRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/feedback',
  component: lazyRouteComponent(() => import('./feedback-page.js'), 'FeedbackPage'),
});
