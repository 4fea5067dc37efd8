import { setTimeout as pause } from 'node:timers/promises';
import type postgres from 'postgres';
import { ApiClient } from '../load/api-client.ts';
import { newPerson, type Person } from '../load/person.ts';
import { distribution } from '../measure/statistics.ts';
import type { FaultDeployment } from './fault-deployment.ts';
import { PROVIDERS, type ProviderName } from './faults.ts';
import { type Arrived, readMails } from './read-mails.ts';

/** Few, so that what is measured is not how long people queue for a hash. */
const CONNECTIONS = 4;
/** How long every provider fails where all do, in milliseconds. */
const OUTAGE_MS = 6_000;
const PATIENCE_MS = 240_000;
/** How long half of the people wait for the breaker to open, so that they come after it, in milliseconds. */
const OPENING_MS = 12_000;
/** People who try the code of their last mail. */
const TRIES_AT_MOST = 20;

export interface FaultRun {
  /** As `playedFaults` has it. */
  readonly fault: string;
  readonly failing: readonly ProviderName[];
  /** Order of preference. */
  readonly order: readonly ProviderName[];
}

export interface MeasuredFault extends FaultRun {
  readonly on: string;
  readonly messages: number;
  /** Load average of the last minute before the first run of the command; absent in earlier ones. */
  readonly loadBefore?: number;
  /** Messages that never arrived, and mails that arrived when their code had ended. */
  readonly lost: number;
  readonly dead: number;
  /** Messages that came more than once, mails beyond the first of each, and the most of one. */
  readonly repeated: number;
  readonly tooMany: number;
  readonly most: number;
  /** Of codes that people tried, how many, and how many worked. */
  readonly tried: number;
  readonly worked: number;
  /** From POST to the provider's acceptance, in milliseconds: of all, and of those after the breaker has opened. */
  readonly toAcceptance: ReturnType<typeof distribution>;
  readonly afterOpening: ReturnType<typeof distribution> | null;
}

interface SignedUp extends Person {
  /** Milliseconds since 1970. */
  readonly askedAt: number;
}

/** People sign up while providers fail; the run ends when every message has come to its end. */
export async function measureFault(
  run: FaultRun,
  messages: number,
  deployment: FaultDeployment,
  sql: postgres.Sql,
): Promise<MeasuredFault> {
  await sql`delete from gatehouse.provider_reports`;
  await fetch(`${deployment.sandboxUrl}/api/messages`, { method: 'DELETE' });
  const [start] = await sql<{ at: Date }[]>`select gatehouse.now() as at`;
  const since = start?.at ?? new Date();
  await deployment.startWorker(run.order);
  await deployment.fail(run.fault, run.failing);
  const client = new ApiClient(deployment.apiUrl, CONNECTIONS);
  try {
    const began = Date.now();
    const people = await signUp(client, Math.ceil(messages / 2));
    if (run.failing.length === 1) await untilOpened(sql, since, people.length);
    people.push(...(await signUp(client, Math.floor(messages / 2))));
    if (run.failing.length === PROVIDERS.length) {
      await pause(Math.max(0, began + OUTAGE_MS - Date.now()));
      await deployment.mend(run.fault, run.failing);
    }
    await untilAllSent(sql, since, messages);
    if (run.failing.length < PROVIDERS.length) await deployment.mend(run.fault, run.failing);
    const mails = await readMails(deployment.sandboxUrl, people);
    const counted = await countMails(sql, people, mails);
    const opened = await openedAt(sql, since);
    const times = people.flatMap(({ email, askedAt }) => {
      const [first] = mails.get(email) ?? [];
      return first ? [{ askedAt, took: first.receivedAt - askedAt }] : [];
    });
    const after = opened === null ? [] : times.filter(({ askedAt }) => askedAt > opened);
    return {
      ...run,
      on: new Date().toISOString().slice(0, 10),
      messages,
      ...counted,
      ...(await tryCodes(client, people, mails)),
      toAcceptance: distribution(times.map(({ took }) => took)),
      afterOpening: after.length === 0 ? null : distribution(after.map(({ took }) => took)),
    };
  } finally {
    await client.close();
  }
}

async function signUp(client: ApiClient, messages: number): Promise<SignedUp[]> {
  const people: SignedUp[] = [];
  let left = messages;
  const inTurn = async (): Promise<void> => {
    while (left-- > 0) {
      const person = newPerson();
      const askedAt = Date.now();
      await client.signUp(person);
      people.push({ ...person, askedAt });
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, inTurn));
  return people;
}

async function untilAllSent(sql: postgres.Sql, since: Date, messages: number): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(100)) {
    if ((await endedSince(sql, since)) >= messages) return;
  }
}

async function endedSince(sql: postgres.Sql, since: Date): Promise<number> {
  const [row] = await sql<{ ended: number }[]>`
    select count(*)::int as ended from gatehouse.deliveries
    where created_at >= ${since} and state in ('sent', 'failed')`;
  return row?.ended ?? 0;
}

/** Or until all these messages are sent: then nothing more will open it. */
async function untilOpened(sql: postgres.Sql, since: Date, messages: number): Promise<void> {
  for (const deadline = Date.now() + OPENING_MS; Date.now() < deadline; await pause(100)) {
    if ((await openedAt(sql, since)) !== null || (await endedSince(sql, since)) >= messages) return;
  }
}

async function openedAt(sql: postgres.Sql, since: Date): Promise<number | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(occurred_at) as at from gatehouse.event_log
    where application = 'default' and type = 'provider.opened.v1' and occurred_at >= ${since}`;
  return row?.at?.getTime() ?? null;
}

async function countMails(sql: postgres.Sql, people: readonly SignedUp[], mails: ReadonlyMap<string, Arrived[]>) {
  const all = people.map(({ email }) => mails.get(email) ?? []);
  const ids = all.flat().flatMap(({ deliveryId }) => deliveryId ?? []);
  const rows = await sql<{ id: string; ends: Date | null }[]>`
    select delivery.id, code.expires_at as ends from gatehouse.deliveries as delivery
    join gatehouse.activation_codes as code on code.application = delivery.application and code.id = delivery.code_id
    where delivery.application = 'default' and delivery.id = any(${ids}::uuid[])`;
  const ends = new Map(rows.map(({ id, ends: at }) => [id, at?.getTime() ?? 0]));
  const isDead = ({ deliveryId, receivedAt }: Arrived) => (ends.get(deliveryId ?? '') ?? 0) <= receivedAt;
  return {
    lost: all.filter(({ length }) => length === 0).length,
    dead: all.flat().filter(isDead).length,
    repeated: all.filter(({ length }) => length > 1).length,
    tooMany: all.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0),
    most: Math.max(...all.map(({ length }) => length)),
  };
}

/** The newest, whose minute has not ended. */
async function tryCodes(client: ApiClient, people: readonly SignedUp[], mails: ReadonlyMap<string, Arrived[]>) {
  const alive = people
    .flatMap((person) => {
      const last = mails.get(person.email)?.at(-1);
      return last?.code && last.receivedAt > Date.now() - 40_000 ? [{ person, code: last.code }] : [];
    })
    .slice(-TRIES_AT_MOST);
  let worked = 0;
  for (const { person, code } of alive) {
    await client.activate(person, code).then(
      () => {
        worked += 1;
      },
      () => undefined,
    );
  }
  return { tried: alive.length, worked };
}
