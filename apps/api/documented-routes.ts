import { readSettings } from '@gatehouse/platform/config';
import type { Route } from '@gatehouse/platform/http';
import { createLogger } from '@gatehouse/platform/logging';
import { collectRoutes } from './collect-routes.js';
import { composeContainer } from './compose-container.js';

const KEY = `unused:${Buffer.alloc(32).toString('base64')}`;

/** Every route, for what they say of themselves: none can be called, and nothing has to run. */
export function documentedRoutes(): readonly Route[] {
  // Routes say the same whatever the settings.
  const settings = readSettings({
    APP_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    CODE_KEYS: KEY,
    TOKEN_KEYS: KEY,
  });
  const container = composeContainer(settings, createLogger(settings, 'documents'));
  return collectRoutes(container, () => Promise.reject(new Error('Nothing is served')));
}
