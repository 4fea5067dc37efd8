/**
 * The least that signs people up: Express, one row, the hash that Gatehouse computes, and a mail that is sent once. It
 * validates nothing, tells strangers who has an account, and forgets mails that fail.
 */
import { randomInt } from 'node:crypto';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { connect } from '@gatehouse/platform/postgres';
import express from 'express';
import pLimit from 'p-limit';
import { mailSender } from './send-mail.ts';

type Hash = (password: string, options: object) => Promise<string>;

const { hash, argon2id } = createRequire(import.meta.resolve('@gatehouse/registration'))('argon2') as {
  readonly hash: Hash;
  readonly argon2id: number;
};
const { DATABASE_URL = '', MAIL_BASE_URL = '', HASH_COST = '' } = process.env;
const POOL_SIZE = 10;

const sql = connect(DATABASE_URL, { max: POOL_SIZE });
const inFlight = pLimit(POOL_SIZE);
const sendMail = mailSender(MAIL_BASE_URL);
const cost = JSON.parse(HASH_COST) as object;

const app = express();
app.post('/people', express.json(), async (request, response) => {
  const { email, password } = request.body as { email: string; password: string };
  const passwordHash = await hash(password, { type: argon2id, ...cost });
  const code = String(randomInt(10_000)).padStart(4, '0');
  const [person] = await inFlight(
    () => sql`
    insert into people (email, password_hash, code, code_expires_at)
    values (${email}, ${passwordHash}, ${code}, now() + interval '1 minute') returning id, email`,
  );
  sendMail(email, `Your code is ${code}`);
  response.status(201).json(person);
});
app.get('/me', async (request, response) => {
  const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const [person] = await inFlight(
    () => sql`
    select people.id, people.email, people.created_at from sessions join people on people.id = sessions.person
    where sessions.token = ${token} and sessions.expires_at > now()`,
  );
  if (person) response.json(person);
  else response.sendStatus(401);
});

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
const stop = (): never => process.exit(0);
process.on('SIGTERM', stop).on('disconnect', stop);
