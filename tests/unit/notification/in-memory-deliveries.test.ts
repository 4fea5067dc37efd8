import { randomUUID } from 'node:crypto';
import { describeDeliveryRepository } from '../../support/notification/delivery-repository-contract.js';
import { InMemoryDeliveries } from '../../support/notification/in-memory-deliveries.js';

describe('deliveries in memory', () => {
  const now = new Date('2026-05-01T12:00:00.000Z');
  describeDeliveryRepository(async () => ({ deliveries: new InMemoryDeliveries(() => now), now, newId: randomUUID }));
});
