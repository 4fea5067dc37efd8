import 'reflect-metadata';
import { readSettings } from '@gatehouse/platform/config';
import { createLogger } from '@gatehouse/platform/logging';
import { runProcess } from '@gatehouse/platform/process';
import { startTracing } from '@gatehouse/platform/tracing';
import { startWorker } from './start-worker.js';

runProcess({
  name: 'worker',
  ports: () => ({ METRICS_PORT: Number(process.env['METRICS_PORT'] ?? 9464) }),
  environment: process.env,
  start: async (stopping) => {
    const settings = readSettings(process.env);
    const stopTracing = await startTracing(settings.tracing, 'worker');
    const logger = createLogger(settings, 'worker');
    const worker = await startWorker(settings, logger, undefined, stopping);
    logger.info('ready');
    return { stop: () => worker.stop().finally(stopTracing) };
  },
});
