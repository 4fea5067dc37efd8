import { composeApi } from '@gatehouse/deployment';
import type { PublicCommand } from '@gatehouse/platform/bus';
import { readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import type { Route } from '@gatehouse/platform/edge';
import { createLogger } from '@gatehouse/platform/logging';
import type { Container } from 'inversify';
import { healthRoutes, type Readiness } from './http/health-routes.js';

/** Every route of every context. Needs no database: nothing connects before a route is called. */
export const collectRoutes = (container: Container, readiness: () => Promise<Readiness>): readonly Route[] => [
  ...container.getAll(PLATFORM.routes).flat(),
  ...healthRoutes(readiness),
];

/** Every public command of every context: those that are served over a broker where there is one. */
export const collectCommands = (container: Container): readonly PublicCommand[] =>
  container.getAll(PLATFORM.publicCommands).flat();

/** Every route, for what they say of themselves: none can be called. */
export const documentedRoutes = (): readonly Route[] =>
  collectRoutes(documentedContainer(), () => Promise.reject(new Error('Nothing is served')));

/** Every public command, for what they say of themselves: none can be executed. */
export const documentedCommands = (): readonly PublicCommand[] => collectCommands(documentedContainer());

/** The documents say the same whatever the settings. */
function documentedContainer(): Container {
  const key = `unused:${Buffer.alloc(32).toString('base64')}`;
  const settings = readSettings({
    APP_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    CODE_KEYS: key,
    TOKEN_KEYS: key,
  });
  return composeApi(settings, createLogger(settings, 'documents'));
}
