import type { Command } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { REGISTRATION } from '@gatehouse/registration';
import {
  EraseUser,
  RequestEmailChange,
  ResetPassword,
  SuspendUser,
  UndoEmailChange,
  VerifyNewEmail,
} from '@gatehouse/registration/contract';
import { accepted } from '../../support/access/access-harness.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { blockedBackends, holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { beginAt, RegistrationHarness } from '../../support/registration/registration-harness.js';

const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const NEW = 'ada.new@example.org';
const NEXT = 'eleven quiet harbours';
/** Anyone who appends an event passes this advisory lock: by then the statement has written nearly all else. */
const BEFORE_EVENTS = 4711;

type Answer = { readonly ok: boolean };

/** What changes an account, killed before it gets hold of the account and again before it writes its events. */
describe('when a backend dies in the middle of a change of an account', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new RegistrationHarness(db);
    await db.sql.unsafe(`
      create function pass() returns trigger language plpgsql
        as 'begin perform pg_advisory_xact_lock_shared(${BEFORE_EVENTS}); return new; end';
      create trigger pass before insert on gatehouse.event_log for each row execute function pass()`);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });
  beforeEach(() => beginAt(db, new Date('2026-05-01T12:00:00Z')));

  const as = (userId: string) => ({ actor: { userId, roles: ['user'] } });

  /** All that is written about anybody, but for what is counted before a question is answered. */
  const everything = async () => {
    const tables = ['users', 'activation_codes', 'notices', 'email_changes', 'event_log'];
    const rows = await Promise.all(
      tables.map((table) => db.sql`select to_jsonb(row) as row from ${db.sql(`gatehouse.${table}`)} as row order by 1`),
    );
    return rows.map((each) => each.map(({ row }) => row));
  };

  /** A code for another address is in the person's hands. */
  const wanting = async (userId: string) => {
    const wish = commandFrom(RequestEmailChange, { newEmail: NEW, currentPassword: ADA.password });
    accepted(await harness.execute(wish, as(userId)));
    return commandFrom(VerifyNewEmail, { code: await harness.deliver(userId) });
  };

  const changes: [string, (userId: string) => Promise<Command<Answer>>][] = [
    ['a new address', wanting],
    [
      'its undoing',
      async (userId) => {
        accepted(await harness.execute(await wanting(userId), as(userId)));
        const [change] = await db.sql<{ id: string }[]>`select id from gatehouse.email_changes`;
        return commandFrom(UndoEmailChange, {
          token: harness.container.get(REGISTRATION.undoTokens).of(change?.id ?? ''),
        });
      },
    ],
    [
      'a reset',
      async () => {
        await harness.askReset(ADA.email);
        const code = (await harness.deliverReset(ADA.email)) ?? '';
        return commandFrom(ResetPassword, { email: ADA.email, code, newPassword: NEXT });
      },
    ],
    ['a suspension', async (userId) => commandFrom(SuspendUser, { userId, reason: 'Sells what is not hers' })],
    [
      'an erasure',
      async (userId) => {
        await wanting(userId);
        return commandFrom(EraseUser, { userId });
      },
    ],
  ];

  it.each(changes)('all of it is written or nothing: %s', async (_, prepare) => {
    const userId = await harness.activated(ADA);
    await db.advance(60_000);
    const command = await prepare(userId);
    const before = await everything();

    const locks = [
      (sql: Parameters<Parameters<typeof holdLocks>[1]>[0]) =>
        sql`select from gatehouse.users where id = ${userId} for update`,
      (sql: Parameters<Parameters<typeof holdLocks>[1]>[0]) => sql`select pg_advisory_xact_lock(${BEFORE_EVENTS})`,
    ];
    for (const take of locks) {
      const lock = await holdLocks(db, take);
      const outcome = harness.execute(command, as(userId)).then(
        () => 'done',
        () => 'failed',
      );
      await untilBlocked(db, 1);
      await db.sql`select pg_terminate_backend(pid) from unnest(${await blockedBackends(db)}::int[]) as pid`;
      expect(await outcome).toBe('failed');
      await lock.release();
      expect(await everything()).toEqual(before);
    }

    expect(await harness.execute(command, as(userId))).toMatchObject({ ok: true });
    expect(await everything()).not.toEqual(before);
  });
});
