import { randomInt, randomUUID } from 'node:crypto';
import { uuidV7 } from '@gatehouse/platform/ids';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresActivationCodes } from '../../../libs/registration/adapters/postgres/postgres-activation-codes.js';
import { PostgresRegistrations } from '../../../libs/registration/adapters/postgres/postgres-registrations.js';
import type { NewRegistration } from '../../../libs/registration/application/ports/registrations.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { blockedBackends, holdLocks, type LockHolder, untilBlocked } from '../../support/lock-holder.js';
import { newRegistration } from '../../support/registration/new-registration.js';
import { beginAt } from '../../support/registration/registration-house.js';

const START = new Date('2026-05-01T12:00:00.000Z');
const POOL = 'killed-backends';
const { code: codePolicy, messages } = standardPolicy;
const limits = { ...messages, gapSeconds: 0, perHour: 100_000, perDay: 100_000 };

/**
 * The hazard that made this service do without transactions (ADR-0002), replayed on its own statements: whenever a
 * backend dies, what belongs together is written together or not at all.
 */
describe('when a database backend dies', () => {
  let db: TestDatabase;
  let database: Database;
  let registrations: PostgresRegistrations;
  let codes: PostgresActivationCodes;
  /** Of another pool, whose backends live: for arranging. */
  let arrange: { database: Database; registrations: PostgresRegistrations; codes: PostgresActivationCodes };
  let nextEventId: string;
  let lock: LockHolder | undefined;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: POOL, poolSize: 3, deadlineMs: 20_000 });
    registrations = new PostgresRegistrations(database, { next: () => nextEventId });
    codes = new PostgresActivationCodes(database);
    const calm = new Database({ url: db.url, applicationName: 'tests', poolSize: 2 });
    arrange = {
      database: calm,
      registrations: new PostgresRegistrations(calm, uuidV7),
      codes: new PostgresActivationCodes(calm),
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

  const registration = (email = 'ada@example.org') => newRegistration(email);
  const keyOf = ({ user }: NewRegistration) => ({
    application: user.application,
    email: user.email.canonical,
    network: null,
  });

  /** One use of the repository: what it writes to, and how far it has come. */
  interface Operation {
    readonly run: () => Promise<unknown>;
    /** Names of what is written so far: all of it, or nothing. */
    readonly written: () => Promise<string[]>;
    readonly all: readonly string[];
  }

  const writtenOf = async (queries: Record<string, () => PromiseLike<readonly unknown[]>>): Promise<string[]> => {
    const found = await Promise.all(
      Object.entries(queries).map(async ([what, query]) => ((await query()).length > 0 ? [what] : [])),
    );
    return found.flat();
  };

  const adding = (subject = registration()): Operation => ({
    run: () => registrations.add(subject, null, limits),
    all: ['user', 'code', 'slot', ...subject.events.map(({ type }) => type)],
    written: () =>
      writtenOf({
        user: () => db.sql`select from gatehouse.users where id = ${subject.user.id}`,
        code: () => db.sql`select from gatehouse.activation_codes where id = ${subject.code.id}`,
        slot: () => db.sql`select from gatehouse.throttles where key = ${subject.user.email.canonical}`,
        ...Object.fromEntries(
          subject.events.map(({ id, type }) => [type, () => db.sql`select from gatehouse.event_log where id = ${id}`]),
        ),
      }),
  });

  const addingCode = (subject: NewRegistration): Operation => {
    const code = { ...subject.code, id: uuidV7.next() };
    const event = { id: nextEventId, type: 'activation-code.issued.v1', data: { codeId: code.id } };
    return {
      run: () => registrations.addCode(keyOf(subject), { code, event }, limits),
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
      subject.code.id,
      { sendTimeoutSeconds: 10, isTriedAnew: false },
      standardPolicy,
    );
    await arrange.codes.dispatch(
      'default',
      rival.code.id,
      { sendTimeoutSeconds: 10, isTriedAnew: false },
      standardPolicy,
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
        registrations.tryCode({
          key: keyOf(subject),
          proof: 'email',
          target: null,
          charge: [{ id: subject.code.id, sharesTries: true }],
          winner: { codeId: subject.code.id, userId, proven: [{ id: userId, version: 1 }], activates: userId },
          policy: codePolicy,
        }),
      all: ['user', 'code', 'try', 'shared try', 'password tries', 'event', 'rival', 'rival’s code', 'rival’s event'],
      written: () =>
        writtenOf({
          user: () => db.sql`select from gatehouse.users where id = ${subject.user.id} and state = 'active'`,
          code: () => db.sql`select from gatehouse.activation_codes
            where id = ${subject.code.id} and consumed_at is not null`,
          try: () => db.sql`select from gatehouse.activation_codes where id = ${subject.code.id} and attempts = 1`,
          'shared try': () => db.sql`select from gatehouse.throttles
            where bucket = 'short-code-tries' and key = ${canonical} and cardinality(hits) = 2`,
          'password tries': () => db.sql`select where not exists (
            select from gatehouse.password_tries where email = ${canonical})`,
          event: () => db.sql`select from gatehouse.event_log
            where subject = ${subject.user.id} and type = 'user.activated.v1'`,
          rival: () => db.sql`select from gatehouse.users where id = ${rival.user.id} and state = 'superseded'`,
          'rival’s code': () => db.sql`select from gatehouse.activation_codes
            where id = ${rival.code.id} and voided_at is not null`,
          'rival’s event': () => db.sql`select from gatehouse.event_log
            where subject = ${rival.user.id} and type = 'registration.superseded.v1'`,
        }),
    };
  };

  const dispatching = (subject: NewRegistration): Operation => ({
    run: () =>
      codes.dispatch('default', subject.code.id, { sendTimeoutSeconds: 10, isTriedAnew: false }, standardPolicy),
    all: ['dispatched', 'valid'],
    written: () =>
      writtenOf({
        dispatched: () => db.sql`select from gatehouse.activation_codes
          where id = ${subject.code.id} and dispatched_at is not null`,
        valid: () => db.sql`select from gatehouse.activation_codes
          where id = ${subject.code.id} and expires_at is not null`,
      }),
  });

  const kill = (pids: readonly number[]) =>
    db.sql`select pg_terminate_backend(pid) from unnest(${pids as number[]}::int[]) as pid`;
  const poolPids = async () => {
    const rows = await db.sql<{ pid: number }[]>`
      select pid from pg_stat_activity where application_name = ${POOL} and datname = current_database()`;
    return rows.map(({ pid }) => pid);
  };

  type TakeLock = Parameters<typeof holdLocks>[1];

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

  describe('in the middle of a sign-up', () => {
    const conflicting = (id: string) => (sql: LockHolder['transaction']) =>
      sql`insert into gatehouse.event_log (application, id, subject, type, data)
        values ('default', ${id}, ${id}, 'test', '{}')`;

    it.each<[string, (subject: NewRegistration) => TakeLock]>([
      ['before anything', () => (sql) => sql`lock table gatehouse.users in access exclusive mode`],
      [
        'before the slot',
        ({ user }) =>
          (sql) =>
            sql`insert into gatehouse.throttles (application, bucket, key, hits)
              values ('default', 'messages-to-recipient', ${user.email.canonical}, '{}')`,
      ],
      [
        'before the user',
        ({ user }) =>
          (sql) =>
            sql`insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash)
              values ('default', ${user.id}, 'pending', '', '', '')`,
      ],
      [
        'between user and code',
        ({ code }) =>
          (sql) =>
            sql`insert into gatehouse.activation_codes
              (application, id, user_id, purpose, key_id, number, digits, life_seconds, max_attempts, send_after)
              values ('default', ${code.id}, ${code.id}, 'activation', '', 1, 4, 60, 3, now())`,
      ],
      ['between code and event', ({ events }) => conflicting(events[0]?.id ?? '')],
      ['between the two events', ({ events }) => conflicting(events[1]?.id ?? '')],
    ])('%s', async (_, lockFor) => {
      const subject = registration();
      await killedBeforeLock(adding(subject), lockFor(subject));
    });
  });

  describe('in the middle of another code', () => {
    it.each<[string, (subject: NewRegistration) => TakeLock]>([
      [
        'before the slot',
        ({ user }) =>
          (sql) =>
            sql`select from gatehouse.throttles where key = ${user.email.canonical} for update`,
      ],
      [
        'between slot and event',
        () => (sql) =>
          sql`insert into gatehouse.event_log (application, id, subject, type, data)
            values ('default', ${nextEventId}, ${nextEventId}, 'test', '{}')`,
      ],
    ])('%s', async (_, lockFor) => {
      const subject = await added();
      await killedBeforeLock(addingCode(subject), lockFor(subject));
    });
  });

  describe('in the middle of an activation', () => {
    type Pair = Awaited<ReturnType<typeof sentRegistration>>;
    it.each<[string, (pair: Pair) => TakeLock]>([
      [
        'before the registration is locked',
        ({ subject }) =>
          (sql) =>
            sql`select from gatehouse.users where id = ${subject.user.id} for update`,
      ],
      [
        'before its rival is locked',
        ({ rival }) =>
          (sql) =>
            sql`select from gatehouse.users where id = ${rival.user.id} for update`,
      ],
      [
        'before the code is locked',
        ({ subject }) =>
          (sql) =>
            sql`select from gatehouse.activation_codes where id = ${subject.code.id} for update`,
      ],
      ['before the shared try', () => (sql) => sql`select from gatehouse.throttles for update`],
      ['before the password tries are forgotten', () => (sql) => sql`select from gatehouse.password_tries for update`],
      [
        'before the event',
        () => (sql) =>
          sql`insert into gatehouse.event_log (application, id, subject, type, data)
            values ('default', ${nextEventId}, ${nextEventId}, 'test', '{}')`,
      ],
    ])('%s', async (_, lockFor) => {
      const pair = await sentRegistration();
      await killedBeforeLock(activating(pair), lockFor(pair));
    });
  });

  it('in the middle of a dispatch', async () => {
    const subject = await added();
    await killedBeforeLock(
      dispatching(subject),
      (sql) => sql`select from gatehouse.activation_codes where id = ${subject.code.id} for update`,
    );
  });

  it('while its connection waits in the pool: the next statement uses another one', async () => {
    for (let round = 0; round < 10; round++) {
      await kill(await poolPids());
      const operation = adding(registration(`ada${round}@example.org`));
      const outcome = await operation.run().then(
        () => 'done',
        () => 'failed',
      );
      expect(await operation.written()).toEqual(outcome === 'done' ? operation.all : []);
    }
  });

  it('at any moment: all of it or nothing, what was answered stays, and the pool recovers', async () => {
    const operations = [
      async (email: string) => adding(registration(email)),
      async (email: string) => addingCode(await added(email)),
      async (email: string) => activating(await sentRegistration(email)),
      async (email: string) => dispatching(await added(email)),
    ];
    const seen = { done: 0, 'failed, nothing written': 0, 'failed, all written': 0 };
    const disturb = async (operation: Operation) => {
      const outcome = operation.run().then(
        () => 'done' as const,
        () => 'failed' as const,
      );
      // Some thousandths of a second, as round trips of another connection.
      for (let trip = randomInt(6); trip > 0; trip--) await db.sql`select 1`;
      await kill(await poolPids());
      return outcome;
    };
    /** What must stand before an operation may itself meet a connection that died in the last round: then once more. */
    const prepare = async (round: number, attempt = 1): Promise<Operation> => {
      nextEventId = randomUUID();
      try {
        const operation = await operations[round % operations.length]?.(`ada-${nextEventId}@example.org`);
        if (!operation) throw new Error('No operation');
        return operation;
      } catch (error) {
        if (attempt === 10) throw error;
        return prepare(round, attempt + 1);
      }
    };
    for (let round = 0; round < 100; round++) {
      const operation = await prepare(round);
      const ended = await disturb(operation);
      const written = await operation.written();
      expect(ended === 'done' ? [operation.all] : [[], operation.all]).toContainEqual(written);
      seen[ended === 'done' ? 'done' : written.length === 0 ? 'failed, nothing written' : 'failed, all written']++;
    }
    expect(seen.done).toBeGreaterThan(0);
    expect(seen['failed, nothing written'] + seen['failed, all written']).toBeGreaterThan(0);

    // The last kill may still meet the first statements; each connection has one such at most.
    const recovered = async (attempt = 1): Promise<Operation> => {
      const operation = await prepare(0);
      return operation.run().then(
        () => operation,
        (error: unknown) => {
          if (attempt === 10) throw error;
          return recovered(attempt + 1);
        },
      );
    };
    const afterwards = await recovered();
    expect(await afterwards.written()).toEqual(afterwards.all);
    expect(database.load).toEqual({ waiting: 0, running: 0 });
  }, 60_000);

  it('under load: every answered sign-up is there, and every user has its code and both events', async () => {
    const subjects = Array.from({ length: 300 }, (_, index) => registration(`person${index}@example.org`));
    let killing = true;
    const killer = (async () => {
      for (let kills = 0; killing && kills < 60; kills++) {
        const pids = await poolPids();
        const victim = pids[randomInt(pids.length + 1)];
        if (victim !== undefined) await kill([victim]);
      }
    })();
    const answered = await Promise.all(
      subjects.map((subject) =>
        registrations.add(subject, null, limits).then(
          () => [subject.user.id],
          () => [],
        ),
      ),
    );
    killing = false;
    await killer;

    const whole = await db.sql<{ id: string; whole: boolean }[]>`
      select users.id, (select count(*) from gatehouse.activation_codes code where code.user_id = users.id) = 1
        and (select count(*) from gatehouse.event_log event where event.subject = users.id) = 2 as whole
      from gatehouse.users`;
    expect(whole.filter(({ whole: isWhole }) => !isWhole)).toEqual([]);
    const there = new Set(whole.map(({ id }) => id));
    expect(answered.flat().filter((id) => !there.has(id))).toEqual([]);
    const [others] = await db.sql`select
      (select count(*)::int from gatehouse.event_log) as events,
      (select count(*)::int from gatehouse.activation_codes) as codes,
      (select count(*)::int from gatehouse.throttles where bucket = 'messages-to-recipient') as slots`;
    expect(others).toEqual({ events: 2 * there.size, codes: there.size, slots: there.size });

    // The last kill may still meet the first statements; each connection has one such at most.
    const afterwards = async (attempt = 1): Promise<Operation> => {
      nextEventId = randomUUID();
      const operation = adding(registration(`afterwards-${attempt}@example.org`));
      return operation.run().then(
        () => operation,
        (error: unknown) => {
          if (attempt === 10) throw error;
          return afterwards(attempt + 1);
        },
      );
    };
    const operation = await afterwards();
    expect(await operation.written()).toEqual(operation.all);
  }, 60_000);
});
