import { randomInt } from 'node:crypto';
import type { NewRegistration } from '../../../libs/registration/application/ports/registrations.js';
import type { LockHolder } from '../../support/lock-holder.js';
import { eventsOf, killedBackends, type Operation, registration, type TakeLock } from './killed-backends/stage.js';

/**
 * The hazard that made this service do without transactions (ADR-0002), replayed on its own statements: whenever a
 * backend dies, what belongs together is written together or not at all.
 */
describe('when a database backend dies', () => {
  const stage = killedBackends();
  const { adding, addingCode, activating, dispatching, added, sentRegistration } = stage;
  const { kill, poolPids, killedBeforeLock, eventId, renewEventId, sql, load } = stage;

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
        ({ activation: { code } }) =>
          (sql) =>
            sql`insert into gatehouse.activation_codes
              (application, id, user_id, purpose, key_id, number, digits, life_seconds, max_attempts, send_after)
              values ('default', ${code.id}, ${code.id}, 'activation', '', 1, 4, 60, 3, now())`,
      ],
      ['between code and event', (subject) => conflicting(eventsOf(subject)[0]?.id ?? '')],
      ['between the two events', (subject) => conflicting(eventsOf(subject)[1]?.id ?? '')],
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
            values ('default', ${eventId()}, ${eventId()}, 'test', '{}')`,
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
            sql`select from gatehouse.activation_codes where id = ${subject.activation.code.id} for update`,
      ],
      ['before the shared try', () => (sql) => sql`select from gatehouse.throttles for update`],
      ['before the password tries are forgotten', () => (sql) => sql`select from gatehouse.password_tries for update`],
      [
        'before the event',
        () => (sql) =>
          sql`insert into gatehouse.event_log (application, id, subject, type, data)
            values ('default', ${eventId()}, ${eventId()}, 'test', '{}')`,
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
      (sql) => sql`select from gatehouse.activation_codes where id = ${subject.activation.code.id} for update`,
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
      for (let trip = randomInt(6); trip > 0; trip--) await sql()`select 1`;
      await kill(await poolPids());
      return outcome;
    };
    /** What must stand before an operation may itself meet a connection that died in the last round: then once more. */
    const prepare = async (round: number, attempt = 1): Promise<Operation> => {
      renewEventId();
      try {
        const operation = await operations[round % operations.length]?.(`ada-${eventId()}@example.org`);
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
    expect(load()).toEqual({ waiting: 0, running: 0 });
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
        adding(subject)
          .run()
          .then(
            () => [subject.user.id],
            () => [],
          ),
      ),
    );
    killing = false;
    await killer;

    const whole = await sql()<{ id: string; whole: boolean }[]>`
      select users.id, (select count(*) from gatehouse.activation_codes code where code.user_id = users.id) = 1
        and (select count(*) from gatehouse.event_log event where event.subject = users.id) = 2 as whole
      from gatehouse.users`;
    expect(whole.filter(({ whole: isWhole }) => !isWhole)).toEqual([]);
    const there = new Set(whole.map(({ id }) => id));
    expect(answered.flat().filter((id) => !there.has(id))).toEqual([]);
    const [others] = await sql()`select
      (select count(*)::int from gatehouse.event_log) as events,
      (select count(*)::int from gatehouse.activation_codes) as codes,
      (select count(*)::int from gatehouse.throttles where bucket = 'messages-to-recipient') as slots`;
    expect(others).toEqual({ events: 2 * there.size, codes: there.size, slots: there.size });

    // The last kill may still meet the first statements; each connection has one such at most.
    const afterwards = async (attempt = 1): Promise<Operation> => {
      renewEventId();
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
