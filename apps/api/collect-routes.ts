import { PLATFORM } from '@gatehouse/platform/container';
import type { Route } from '@gatehouse/platform/http';
import type { Container } from 'inversify';
import { healthRoutes, type Readiness } from './http/health-routes.js';

/** Every route of every context. Needs no database: nothing connects before a route is called. */
export const collectRoutes = (container: Container, readiness: () => Promise<Readiness>): readonly Route[] => [
  ...container.getAll(PLATFORM.routes).flat(),
  ...healthRoutes(readiness),
];
