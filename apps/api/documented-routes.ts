import type { Route } from '@gatehouse/platform/http';
import { collectRoutes } from './collect-routes.js';
import { documentedContainer } from './documented-container.js';

/** Every route, for what they say of themselves: none can be called. */
export const documentedRoutes = (): readonly Route[] =>
  collectRoutes(documentedContainer(), () => Promise.reject(new Error('Nothing is served')));
