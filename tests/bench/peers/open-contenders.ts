import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { connect } from '@gatehouse/platform/postgres';
import type postgres from 'postgres';
import { type Child, startChild } from '../deployment/child.ts';
import type { Closing } from '../deployment/closing.ts';
import { ApiClient, OWN_SIGN_UP, type SignUpForm } from '../load/api-client.ts';
import type { HashCost } from '../load/hash-rate.ts';
import { newPerson } from '../load/person.ts';
import { signedInReaders } from '../load/signed-in-readers.ts';
import type { Bench } from '../scenario.ts';
import { type Contender, newDatabase } from './contenders.ts';
import type { InstalledBetterAuth } from './install-better-auth.ts';

const BETTER_AUTH_SERVER = fileURLToPath(new URL('./better-auth-server.ts', import.meta.url));
const PLAIN_SERVER = fileURLToPath(new URL('./plain-server.ts', import.meta.url));
/** People who read at the same time. */
const READERS = 32;

export interface Opened {
  readonly contender: Contender;
  /** Starts its answering process beside the one that runs, for the time that takes. */
  startAnother(): Promise<Child>;
}

/** Where all three send their mails. */
interface Surroundings {
  readonly bench: Bench;
  readonly mail: string;
  readonly closing: Closing;
}

/** better-auth with as many people as we have, in a database of its own. */
export async function openBetterAuth(
  { bench, mail, closing }: Surroundings,
  { parts }: InstalledBetterAuth,
): Promise<Opened> {
  const url = await newDatabase(bench.database, 'better_auth');
  const environment = {
    NODE_ENV: 'production',
    PARTS: parts,
    DATABASE_URL: url,
    MAIL_BASE_URL: mail,
    SECRET: randomBytes(32).toString('base64'),
  };
  const start = (added: NodeJS.ProcessEnv = {}): Promise<Child> =>
    startChild({
      name: 'better-auth',
      program: BETTER_AUTH_SERVER,
      environment: { ...environment, ...added },
      logs: bench.logs,
    });
  await (await start({ MIGRATE: 'yes' })).stop();
  const sql = connect(url, { max: 1 });
  closing.add(() => sql.end({ timeout: 5 }));
  await seedBetterAuth(sql, bench.people);
  const child = await start();
  closing.add(() => child.stop());
  const form: SignUpForm = {
    path: '/api/auth/sign-up/email',
    status: 200,
    headers: { origin: child.url },
    bodyOf: ({ email, password }) => ({ name: 'Person', email, password }),
  };
  const cookies = await signInAtBetterAuth(child.url, form, sql);
  const requests = cookies.map((cookie) => ({ path: '/api/auth/get-session', headers: { cookie } }));
  const contender: Contender = {
    name: 'better-auth',
    url: child.url,
    form,
    readers: { url: child.url, requests },
    processes: { pids: [child.pid] },
    hash: 'scrypt',
  };
  return { contender, startAnother: start };
}

async function seedBetterAuth(sql: postgres.Sql, people: number): Promise<void> {
  await sql`
    insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
    select 'person-' || n, 'Person', 'person-' || n || '@bench.example.com', true, now(), now()
    from generate_series(1, ${people}::int) as n`;
  await sql`
    insert into account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
    select 'account-' || id, id, 'credential', id, 'none', now(), now() from "user"`;
  await sql`vacuum (analyze) "user"`;
  await sql`vacuum (analyze) account`;
}

/** Signs people up and in, and answers their cookies. */
async function signInAtBetterAuth(url: string, form: SignUpForm, sql: postgres.Sql): Promise<string[]> {
  const people = Array.from({ length: READERS }, () => newPerson());
  const client = new ApiClient(url, READERS, form);
  try {
    await Promise.all(people.map((person) => client.signUp(person)));
  } finally {
    await client.close();
  }
  // Its mails hold links, which nobody needs to follow here.
  await sql`update "user" set "emailVerified" = true where email in ${sql(people.map(({ email }) => email))}`;
  return Promise.all(
    people.map(async (person) => {
      const answer = await fetch(`${url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify(person),
      });
      if (!answer.ok) throw new Error(`better-auth answered ${answer.status} to a sign-in: ${await answer.text()}`);
      return answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';', 1)[0] ?? '')
        .join('; ');
    }),
  );
}

/** The least that signs people up, with as many people, in a database of its own. */
export async function openPlain({ bench, mail, closing }: Surroundings, cost: HashCost): Promise<Opened> {
  const url = await newDatabase(bench.database, 'plain');
  const sql = connect(url, { max: 1 });
  closing.add(() => sql.end({ timeout: 5 }));
  const tokens = await seedPlain(sql, bench.people);
  const environment = {
    DATABASE_URL: url,
    MAIL_BASE_URL: mail,
    HASH_COST: JSON.stringify(cost),
    NODE_ENV: 'production',
  };
  const start = () => startChild({ name: 'plain', program: PLAIN_SERVER, environment, logs: bench.logs });
  const child = await start();
  closing.add(() => child.stop());
  const requests = tokens.map((token) => ({ path: '/me', headers: { authorization: `Bearer ${token}` } }));
  const contender: Contender = {
    name: 'plain Express',
    url: child.url,
    form: { ...OWN_SIGN_UP, path: '/people' },
    readers: { url: child.url, requests },
    processes: { pids: [child.pid] },
    hash: 'argon2id',
  };
  return { contender, startAnother: start };
}

async function seedPlain(sql: postgres.Sql, people: number): Promise<string[]> {
  await sql`
    create table people (
      id bigint generated always as identity primary key, email text not null unique, password_hash text not null,
      code text, code_expires_at timestamptz, created_at timestamptz not null default now()
    )`;
  await sql`create table sessions (token text primary key, person bigint not null references people, expires_at timestamptz not null)`;
  await sql`
    insert into people (email, password_hash)
    select 'person-' || n || '@bench.example.com', 'none' from generate_series(1, ${people}::int) as n`;
  const tokens = Array.from({ length: READERS }, () => randomBytes(32).toString('base64url'));
  await sql`
    insert into sessions (token, person, expires_at)
    select token, n, now() + interval '1 day' from unnest(${tokens}::text[]) with ordinality as signed_in (token, n)`;
  await sql`vacuum (analyze) people`;
  return tokens;
}

/** The deployment that every scenario measures: API and worker. */
export async function openGatehouse(bench: Bench, startAnother: () => Promise<Child>): Promise<Opened> {
  const deployment = await bench.deployment('prebuilt');
  const { api, worker } = deployment;
  const contender: Contender = {
    name: 'Gatehouse',
    url: api.url,
    form: OWN_SIGN_UP,
    readers: await signedInReaders(deployment),
    processes: { pids: [api.pid, worker.pid] },
    hash: 'argon2id',
  };
  return { contender, startAnother };
}
