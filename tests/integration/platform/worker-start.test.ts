import 'reflect-metadata';
import { composeWorker } from '@gatehouse/deployment';
import { readSettings } from '@gatehouse/platform/config';
import { createLogger } from '@gatehouse/platform/logging';
import { startWorker } from '../../../apps/worker/start-worker.js';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('the start of a worker', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  it('that hangs though the database answers ends and says so', async () => {
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url, WORKER_START_SECONDS: '1' });
    const logger = createLogger(settings, 'tests');
    const { container, queue } = composeWorker(settings, logger);
    queue.start = () => new Promise(() => undefined);
    await expect(startWorker(settings, logger, { container, queue })).rejects.toThrow(
      'the database answers, and jobs and relays have not started within 1 s',
    );
  });
});
