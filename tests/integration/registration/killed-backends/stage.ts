import { randomUUID } from 'node:crypto';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresCodes } from '../../../../libs/registration/adapters/postgres/codes/postgres-codes.js';
import { PostgresRegistrations } from '../../../../libs/registration/adapters/postgres/sign-up/postgres-registrations.js';
import type { NewRegistration } from '../../../../libs/registration/application/ports/registrations.js';
import { standardPolicy } from '../../../../libs/registration/domain/policy.js';
import { createTestDatabase, type TestDatabase } from '../../../support/database.js';
import { blockedBackends, holdLocks, type LockHolder, untilBlocked } from '../../../support/lock-holder.js';
import { activatingTry } from '../../../support/registration/code-tries.js';
import { newActivationCode, newRegistration } from '../../../support/registration/new-registration.js';
import { beginAt } from '../../../support/registration/registration-harness.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const POOL = 'killed-backends';
const { messages } = standardPolicy;
const limits = { ...messages, gapSeconds: 0, perHour: 100_000, perDay: 100_000 };

export type TakeLock = Parameters<typeof holdLocks>[1];

/** One use of the repository: what it writes to, and how far it has come. */
export interface Operation {
  readonly run: () => Promise<unknown>;
  /** Names of what is written so far: all of it, or nothing. */
  readonly written: () => Promise<string[]>;
  readonly all: readonly string[];
}

export const registration = (email = 'ada@example.org') => newRegistration(email);
const keyOf = ({ user }: NewRegistration) => ({
  application: user.application,
  email: user.email.canonical,
  network: null,
});

/** The events of a sign-up, in the order in which they are written. */
export const eventsOf = ({ event, activation }: NewRegistration) => [event, activation.event];

const writtenOf = async (queries: Record<string, () => PromiseLike<readonly unknown[]>>): Promise<string[]> => {
  const found = await Promise.all(
    Object.entries(queries).map(async ([what, query]) => ((await query()).length > 0 ? [what] : [])),
  );
  return found.flat();
};

/** The repositories of registrations on a pool of their own, for the suite that calls this; and how its backends are killed. */
export function killedBackends() {
  let db: TestDatabase;
  let database: Database;
  let registrations: PostgresRegistrations;
  let codes: PostgresCodes;
  /** Of another pool, whose backends live: for arranging. */
  let arrange: { database: Database; registrations: PostgresRegistrations; codes: PostgresCodes };
  let nextEventId: string;
  let lock: LockHolder | undefined;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: POOL, poolSize: 3, deadlineMs: 20_000 });
    registrations = new PostgresRegistrations(database);
    codes = new PostgresCodes(database);
    const calm = new Database({ url: db.url, applicationName: 'tests', poolSize: 2, deadlineMs: 30_000 });
    arrange = {
      database: calm,
      registrations: new PostgresRegistrations(calm),
      codes: new PostgresCodes(calm),
    };
  });
  afterAll(async () => {
    await database.close();
    await arrange.database.close();
    await db.drop();
  });
  beforeEach(async () => {
    await beginAt(db, START);
    nextEventId = randomUUID();
  });

  afterEach(() => lock?.release());

  const adding = (subject = registration()): Operation => ({
    run: () => registrations.add(subject, null, limits),
    all: ['user', 'code', 'slot', ...eventsOf(subject).map(({ type }) => type)],
    written: () =>
      writtenOf({
        user: () => db.sql`select from gatehouse.users where id = ${subject.user.id}`,
        code: () => db.sql`select from gatehouse.activation_codes where id = ${subject.activation.code.id}`,
        slot: () => db.sql`select from gatehouse.throttles where key = ${subject.user.email.canonical}`,
        ...Object.fromEntries(
          eventsOf(subject).map(({ id, type }) => [
            type,
            () => db.sql`select from gatehouse.event_log where id = ${id}`,
          ]),
        ),
      }),
  });

  const addingCode = (subject: NewRegistration): Operation => {
    const next = newActivationCode(subject.user.id, nextEventId);
    const { code, event } = next;
    const context = { application: 'default', network: null, requestId: 'test' };
    const key = { ...context, recipient: subject.user.email.canonical };
    return {
      run: () => codes.issue(key, next, { ...limits, textsPerDay: null }, context),
      all: ['code', 'slot', 'event'],
      written: () =>
        writtenOf({
          code: () => db.sql`select from gatehouse.activation_codes where id = ${code.id}`,
          slot: () => db.sql`select from gatehouse.throttles
            where key = ${subject.user.email.canonical} and cardinality(hits) = 2`,
          event: () => db.sql`select from gatehouse.event_log where id = ${event.id}`,
        }),
    };
  };

  const added = async (email?: string) => {
    const subject = registration(email);
    await arrange.registrations.add(subject, null, limits);
    return subject;
  };

  /** A registration, its code sent, and a rival for the same address. */
  const sentRegistration = async (email?: string) => {
    const [subject, rival] = [await added(email), await added(email)];
    await arrange.codes.dispatch(
      'default',
      subject.activation.code.id,
      { sendTimeoutSeconds: 10, isRetried: false },
      standardPolicy.codes,
    );
    await arrange.codes.dispatch(
      'default',
      rival.activation.code.id,
      { sendTimeoutSeconds: 10, isRetried: false },
      standardPolicy.codes,
    );
    await db.sql`insert into gatehouse.password_tries (application, email, network, tries, tried_at)
      values ('default', ${subject.user.email.canonical}, '', 1, ${START})`;
    await db.sql`insert into gatehouse.throttles (application, bucket, key, hits)
      values ('default', 'short-code-tries', ${subject.user.email.canonical}, array[${START}::timestamptz])`;
    return { subject, rival };
  };

  const activating = ({ subject, rival }: { subject: NewRegistration; rival: NewRegistration }): Operation => {
    const { id: userId } = subject.user;
    const { canonical } = subject.user.email;
    return {
      run: () =>
        codes.try(
          activatingTry(
            keyOf(subject),
            subject.activation.code.id,
            { id: userId, version: 1 },
            { nextId: () => nextEventId },
          ),
        ),
      all: ['user', 'code', 'try', 'shared try', 'password tries', 'event', 'rival', 'rival’s code', 'rival’s event'],
      written: () =>
        writtenOf({
          user: () => db.sql`select from gatehouse.users where id = ${subject.user.id} and state = 'active'`,
          code: () => db.sql`select from gatehouse.activation_codes
            where id = ${subject.activation.code.id} and consumed_at is not null`,
          try: () =>
            db.sql`select from gatehouse.activation_codes where id = ${subject.activation.code.id} and attempts = 1`,
          'shared try': () => db.sql`select from gatehouse.throttles
            where bucket = 'short-code-tries' and key = ${canonical} and cardinality(hits) = 2`,
          'password tries': () => db.sql`select where not exists (
            select from gatehouse.password_tries where email = ${canonical})`,
          event: () => db.sql`select from gatehouse.event_log
            where subject = ${subject.user.id} and type = 'user.activated.v1'`,
          rival: () => db.sql`select from gatehouse.users where id = ${rival.user.id} and state = 'superseded'`,
          'rival’s code': () => db.sql`select from gatehouse.activation_codes
            where id = ${rival.activation.code.id} and voided_at is not null`,
          'rival’s event': () => db.sql`select from gatehouse.event_log
            where subject = ${rival.user.id} and type = 'registration.superseded.v1'`,
        }),
    };
  };

  const dispatching = (subject: NewRegistration): Operation => ({
    run: () =>
      codes.dispatch(
        'default',
        subject.activation.code.id,
        { sendTimeoutSeconds: 10, isRetried: false },
        standardPolicy.codes,
      ),
    all: ['dispatched', 'valid'],
    written: () =>
      writtenOf({
        dispatched: () => db.sql`select from gatehouse.activation_codes
          where id = ${subject.activation.code.id} and dispatched_at is not null`,
        valid: () => db.sql`select from gatehouse.activation_codes
          where id = ${subject.activation.code.id} and expires_at is not null`,
      }),
  });

  const kill = (pids: readonly number[]) =>
    db.sql`select pg_terminate_backend(pid) from unnest(${pids as number[]}::int[]) as pid`;
  const poolPids = async () => {
    const rows = await db.sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = ${POOL} and datname = current_database()`;
    return rows.map(({ pid }) => pid);
  };

  /** Kills the backend while its statement stands before the lock, then repeats the operation undisturbed. */
  const killedBeforeLock = async (operation: Operation, takeLock: TakeLock) => {
    lock = await holdLocks(db, takeLock);
    const outcome = operation.run().then(
      () => 'done',
      () => 'failed',
    );
    await untilBlocked(db, 1);
    await kill(await blockedBackends(db));
    expect(await outcome).toBe('failed');
    await lock.release();
    expect(await operation.written()).toEqual([]);

    await operation.run();
    expect(await operation.written()).toEqual(operation.all);
  };

  return {
    adding,
    addingCode,
    activating,
    dispatching,
    added,
    sentRegistration,
    kill,
    poolPids,
    killedBeforeLock,
    /** The id of the next event that is written. */
    eventId: () => nextEventId,
    renewEventId: () => {
      nextEventId = randomUUID();
    },
    sql: () => db.sql,
    load: () => database.load,
  };
}
