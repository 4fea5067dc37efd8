/**
 * What profile reads are compared with: plain Express and the same driver, reading one row by its key. It has as many
 * connections as the API, and a semaphore of that size in front of them, without which the driver slows down for good
 * as soon as more statements are under way than there are connections.
 */
import type { AddressInfo } from 'node:net';
import { connect } from '@gatehouse/platform/postgres';
import express from 'express';
import pLimit from 'p-limit';

const POOL_SIZE = 10;

const sql = connect(process.env['DATABASE_URL'] ?? '', { max: POOL_SIZE });
const inFlight = pLimit(POOL_SIZE);

const app = express();
app.get('/people/:id', async (request, response) => {
  const [person] = await inFlight(
    () => sql`
    select id, state, email, email_verified_at, name, surname, locale, created_at, activated_at
    from bench.people where id = ${Number(request.params.id)}`,
  );
  if (person) response.json(person);
  else response.sendStatus(404);
});

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
const stop = (): never => process.exit(0);
process.on('SIGTERM', stop).on('disconnect', stop);
