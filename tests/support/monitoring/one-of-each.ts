import { randomUUID } from 'node:crypto';
import { PLATFORM } from '@gatehouse/platform/container';
import { PURGE_QUEUE } from '@gatehouse/platform/jobs';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Administration } from '../administration.js';
import { somebody } from '../api.js';
import { eventually } from '../eventually.js';
import { Receiver } from '../webhooks/receiver.js';
import type { WatchedService } from './watched-service.js';

/** A little of everything that the service does, so that each of its figures has something to tell. */
export async function oneOfEach(service: WatchedService): Promise<void> {
  const { harness, db, broker } = service;
  const [receiver, connection] = await Promise.all([Receiver.open(), connect({ servers: broker.url })]);
  try {
    const admin = new Administration(harness.api, db);
    const { key } = await admin.keyOf();
    const webhook = await admin.call(key, 'post', '/v1/admin/webhooks').send({ url: receiver.url });
    if (webhook.status !== 201) throw new Error(`No webhook: ${JSON.stringify(webhook.body)}`);

    const person = somebody();
    await harness.activated(person);
    await harness.api.http.get('/v1/users/me').set('Authorization', `Bearer ${await admin.tokenOf(person)}`);
    await harness.api.http.post('/v1/users').send({ ...somebody(), password: 'short' });
    await harness.api.activate(somebody(), '1234');

    const body = () => JSON.stringify(somebody());
    await connection.request('gatehouse.commands.RegisterUser', body(), { timeout: 10_000 });
    await connection.request('gatehouse.queries.FindUser', JSON.stringify({ userId: randomUUID() }), {
      timeout: 10_000,
    });
    await jetstream(connection).publish('gatehouse.durable.commands.RegisterUser', body());
    await service.worker.get(PLATFORM.jobQueue).insert(PURGE_QUEUE, [{ id: randomUUID(), data: {} }]);
    await eventually('a webhook is delivered', () => receiver.received.length > 0, 30_000);
  } finally {
    await connection.close();
    await receiver.close();
  }
}
