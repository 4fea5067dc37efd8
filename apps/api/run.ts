import 'reflect-metadata';
import { readSettings } from '@gatehouse/platform/config';
import { createLogger } from '@gatehouse/platform/logging';
import { runProcess } from '@gatehouse/platform/process';
import { startTracing } from '@gatehouse/platform/tracing';
import { putHashingBehindRequests } from './background-hashing.js';
import { startApi } from './start-api.js';

runProcess({
  name: 'api',
  ports: () => ({
    PORT: Number(process.env['PORT'] ?? 3000),
    METRICS_PORT: Number(process.env['METRICS_PORT'] ?? 9464),
  }),
  environment: process.env,
  start: async () => {
    const settings = readSettings(process.env);
    const stopTracing = await startTracing(settings.tracing, 'api');
    const logger = createLogger(settings, 'api');
    const api = await startApi(settings, logger);
    const { priority } = settings.hashing;
    const given = await putHashingBehindRequests(priority);
    if (given.priority !== priority) logger.warn(given, 'HASH_PRIORITY=idle has no effect: that needs Linux and chrt');
    logger.info({ url: api.url }, 'ready');
    return { ready: { url: api.url }, broken: api.broken, stop: () => api.stop().finally(stopTracing) };
  },
});
