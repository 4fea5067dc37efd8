import 'reflect-metadata';
import { readSettings } from '@gatehouse/platform/config';
import { createLogger } from '@gatehouse/platform/logging';
import { runProcess } from '@gatehouse/platform/process';
import { startWorker } from './start-worker.js';

runProcess({
  name: 'worker',
  ports: () => ({ METRICS_PORT: Number(process.env['METRICS_PORT'] ?? 9464) }),
  start: async (stopping) => {
    const settings = readSettings(process.env);
    const logger = createLogger(settings, 'worker');
    const worker = await startWorker(settings, logger, undefined, stopping);
    logger.info('ready');
    return { stop: () => worker.stop() };
  },
});
