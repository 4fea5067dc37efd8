import { randomUUID } from 'node:crypto';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresDeliveryRepository } from '../../../libs/notification/adapters/postgres/delivery/postgres-delivery-repository.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { describeDeliveryRepository } from '../../support/notification/delivery-repository-contract.js';

describe('deliveries in PostgreSQL', () => {
  const now = new Date('2026-05-01T12:00:00.000Z');
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    await testDatabase.setTime(now);
    database = new Database({ url: testDatabase.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  describeDeliveryRepository(async () => ({
    deliveries: new PostgresDeliveryRepository(database),
    now,
    newId: randomUUID,
  }));
});
