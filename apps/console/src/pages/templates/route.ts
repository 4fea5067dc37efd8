import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { applicationRoute } from '../../app/parents.js';

export const templatesRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/templates',
  component: lazyRouteComponent(() => import('./templates-page.js'), 'TemplatesPage'),
});

export const templateRoute = createRoute({
  getParentRoute: () => applicationRoute,
  path: '/templates/$template/$locale',
  component: lazyRouteComponent(() => import('./template-page.js'), 'TemplatePage'),
});
