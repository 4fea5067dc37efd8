import { readSettings } from '@gatehouse/platform/config';
import { createLogger } from '@gatehouse/platform/logging';
import type { Container } from 'inversify';
import { composeContainer } from './compose-container.js';

const KEY = `unused:${Buffer.alloc(32).toString('base64')}`;

/** Everything that the API is composed of, for what it says of itself: nothing has to run. */
export function documentedContainer(): Container {
  // It says the same whatever the settings.
  const settings = readSettings({
    APP_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    CODE_KEYS: KEY,
    TOKEN_KEYS: KEY,
  });
  return composeContainer(settings, createLogger(settings, 'documents'));
}
