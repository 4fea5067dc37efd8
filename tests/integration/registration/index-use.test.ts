import type { Command } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { EventLog } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { REGISTRATION } from '@gatehouse/registration';
import {
  EraseUser,
  RequestEmailChange,
  RequestPasswordReset,
  ResetPassword,
  ResumeUser,
  SendPhoneCode,
  SuspendUser,
  UndoEmailChange,
  VerifyNewEmail,
  VerifyPhone,
} from '@gatehouse/registration/contract';
import { PostgresDeadLetters } from '../../../libs/notification/adapters/postgres/messages/postgres-dead-letters.js';
import { PostgresMessageViews } from '../../../libs/notification/adapters/postgres/messages/postgres-message-views.js';
import { messageRetry } from '../../../libs/notification/application/messages/manage-dead-letters.js';
import { PostgresChargedTries } from '../../../libs/registration/adapters/postgres/codes/postgres-charged-tries.js';
import { PostgresCodes } from '../../../libs/registration/adapters/postgres/codes/postgres-codes.js';
import { PostgresActivationStatuses } from '../../../libs/registration/adapters/postgres/messages/postgres-message-views.js';
import { PostgresProfileViews } from '../../../libs/registration/adapters/postgres/own-account/postgres-accounts.js';
import { PostgresRegistrations } from '../../../libs/registration/adapters/postgres/sign-up/postgres-registrations.js';
import {
  PostgresTimelines,
  PostgresUserViews,
} from '../../../libs/registration/adapters/postgres/standing/postgres-user-views.js';
import { PostgresImports } from '../../../libs/registration/adapters/postgres/transfer/postgres-imports.js';
import { PostgresUserExports } from '../../../libs/registration/adapters/postgres/transfer/postgres-user-exports.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { importEvents } from '../../../libs/registration/domain/user/import-user.js';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { activatingTry, wrongTry } from '../../support/registration/code-tries.js';
import { newActivationCode, newRegistration } from '../../support/registration/new-registration.js';
import { RegistrationHarness } from '../../support/registration/registration-harness.js';
import { reportReads } from '../../support/reported-reads.js';
import { untilSettled } from '../../support/settled.js';

const ROWS = 20_000;
/** What the steps of one account read of a table together, most of it its own rows. */
const FEW = 200;
const {
  codes: { activation: codePolicy },
  messages,
  guessing,
} = standardPolicy;

/** What is quick on an empty table and slow on a full one shows here: a statement that reads a whole table. */
describe('on full tables', () => {
  let db: TestDatabase;
  let database: Database;
  let registrations: PostgresRegistrations;
  let codes: PostgresCodes;
  let tries: PostgresChargedTries;

  beforeAll(async () => {
    db = await createTestDatabase();
    // One backend alone, so that it can be made to report at once what it has done.
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 20_000 });
    registrations = new PostgresRegistrations(database);
    codes = new PostgresCodes(database);
    tries = new PostgresChargedTries(database);
    await db.sql`with ids as (select gen_random_uuid() as id, n from generate_series(1, ${ROWS}::int) n),
      users as (
        insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash)
        select 'default', id, case n % 3 when 0 then 'active' when 1 then 'pending' else 'superseded' end,
          n || '@example.org', n || '@example.org', '' from ids),
      codes as (
        insert into gatehouse.activation_codes (application, id, user_id, purpose, key_id, number, digits, life_seconds,
          max_attempts, send_after)
        select 'default', gen_random_uuid(), id, 'activation', 'first', 1, 4, 60, 3, gatehouse.now() from ids),
      slots as (
        insert into gatehouse.throttles (application, bucket, key, hits)
        select 'default', bucket, n || '@example.org', array[gatehouse.now()]
        from ids, unnest(array['messages-to-recipient', 'short-code-tries']) bucket),
      tries as (
        insert into gatehouse.password_tries (application, email, network, tries, tried_at)
        select 'default', n || '@example.org', '', 1, gatehouse.now() from ids)
      insert into gatehouse.event_log (application, id, subject, type, data)
      select 'default', gen_random_uuid(), id, 'user.registered.v1', '{}' from ids`;
    await db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, failed_at, failure, created_at)
      select 'default', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'mail', 'activation-code',
        case when n % 100 = 0 then 'failed' else 'sent' end, 1, now(), now(), case when n % 100 = 0 then now() end,
        case when n % 100 = 0 then 'refused' end, now() - n * interval '1 second'
      from generate_series(1, ${ROWS}::int) n`;
    await db.sql`analyze`;
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  /** A table that can hold one row alone, as its key says, is one page: reading it is a look at that row, not a scan. */
  const scans = async () => {
    await reportReads(database);
    const rows = await db.sql<{ relname: string; seq_scan: string }[]>`
      select relname, seq_scan from pg_stat_user_tables as stat where schemaname = 'gatehouse'
        and not exists (
          select 1 from pg_constraint where conrelid = stat.relid and contype = 'c'
            and pg_get_constraintdef(oid) = 'CHECK (only_row)')
      order by relname`;
    return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, Number(seq_scan)]));
  };

  /**
   * Rows fetched of each table, by an index or without one. Rows of an index that a statement looks through and drops count too,
   * so that an index by application or state alone shows, however quick it is here.
   */
  const rowsRead = async () => {
    await reportReads(database);
    const rows = await db.sql<{ relname: string; read: string }[]>`
      select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read from pg_stat_user_tables
      where schemaname = 'gatehouse' order by relname`;
    return new Map(rows.map(({ relname, read }) => [relname, Number(read)]));
  };

  /** Tables of which more than `most` rows have been fetched since. */
  const readMuch = async (before: ReadonlyMap<string, number>, most: number) =>
    [...(await rowsRead())].filter(([table, read]) => read - (before.get(table) ?? 0) > most);

  it('a registration’s whole life reads no table from end to end, and few rows of each', async () => {
    const before = await scans();
    const read = await rowsRead();
    const [subject, rival] = [newRegistration('ada@example.org'), newRegistration('ada@example.org')];
    const key = { application: 'default', email: 'ada@example.org', network: '198.51.100.7' };
    const { id: userId } = subject.user;
    for (const registration of [subject, rival]) {
      await registrations.historyOf(key, codePolicy);
      await registrations.add(registration, key.network, messages);
      await codes.dispatch(
        'default',
        registration.activation.code.id,
        { sendTimeoutSeconds: 10, isRetried: false },
        standardPolicy.codes,
      );
      await codes.start('default', registration.activation.code.id, true);
    }
    const context = { application: 'default', network: key.network, requestId: 'test' };
    await codes.issue(
      { ...context, recipient: key.email },
      newActivationCode(userId),
      { ...messages, gapSeconds: 0, textsPerDay: null },
      context,
    );
    await codes.abandon('default', subject.activation.code.id, 'deadline');
    await new PostgresActivationStatuses(database).of({ application: 'default', userId });
    const tried = await tries.chargePassword(key, guessing, codePolicy);
    if (!tried.admitted) throw new Error('A first try is admitted');
    await tries.chargeNetwork(key, guessing);
    const situation = await tries.situationAgain(key, codePolicy);
    const { id: codeId } = subject.activation.code;
    await codes.try(wrongTry(key, codeId));
    const won = await codes.try(activatingTry(key, codeId, { id: userId, version: 2 }, { charged: tried.charge }));
    expect(won).toMatchObject({ kind: 'proven', profile: { state: 'active' } });
    for (const password of ['forget', 'give-back'] as const) {
      await tries.settle(key, tried.charge, { password, network: 'give-back' });
    }
    await new PostgresProfileViews(database).of({ application: 'default', userId });
    expect(situation.codes).toHaveLength(2);
    expect(await scans()).toEqual(before);
    expect(await readMuch(read, FEW)).toEqual([]);

    // And a statement that does read one from end to end would show, as would one that looks through an index.
    await database.query((sql) => sql`select count(*) from gatehouse.users where name is null`);
    expect(await scans()).toEqual({ ...before, users: (before['users'] ?? 0) + 1 });
    const states = ['pending'];
    await database.query(
      (sql) => sql`select id from gatehouse.users
        where application = 'default' and email = '1@example.org' and state = any(${states}::text[])`,
    );
    expect(await readMuch(read, ROWS + FEW)).toEqual([['users', expect.any(Number)]]);
  });

  it('nor does the rest of an account’s life: another address and back, a reset, a suspension, an end', async () => {
    const harness = new RegistrationHarness(db);
    harness.container.rebind(PLATFORM.database).toConstantValue(database);
    const cleo = { email: 'cleo@example.org', password: 'nine seven lanterns' };
    const network = '198.51.100.7';
    const userId = await harness.activated({ ...cleo, phone: '+33612345678' }, { network });
    const own = { actor: { userId, roles: ['user'] }, network };
    const step = async (command: Command<{ readonly ok: boolean }>) => {
      await db.advance(60_000);
      expect(await harness.execute(command, own)).toMatchObject({ ok: true });
    };
    // By the statements' own connection, so that what the test itself looks at is no scan either.
    const digitsOf = async (purpose: string) => {
      const [code] = await database.query<{ id: string }>(
        (sql) => sql`select id from gatehouse.activation_codes where application = 'default'
          and ${purpose === 'password-reset' ? sql`target = ${cleo.email}` : sql`user_id = ${userId}`}
          and purpose = ${purpose} order by issued_at desc limit 1`,
      );
      const dispatched = await harness.dispatch(code?.id ?? '');
      await harness.start(code?.id ?? '');
      return dispatched.ok && dispatched.value.kind === 'code' ? dispatched.value.digits : '';
    };
    const { applications: _, ...before } = await scans();
    const read = await rowsRead();
    await step(commandFrom(RequestEmailChange, { newEmail: 'cleo.new@example.org', currentPassword: cleo.password }));
    await step(commandFrom(VerifyNewEmail, { code: await digitsOf('email-change') }));
    const [change] = await database.query<{ id: string }>(
      (sql) => sql`select id from gatehouse.email_changes where application = 'default' and user_id = ${userId}`,
    );
    const token = harness.container.get(REGISTRATION.undoTokens).of(change?.id ?? '');
    await step(commandFrom(UndoEmailChange, { token }));
    await step(commandFrom(RequestPasswordReset, { email: cleo.email }));
    const code = await digitsOf('password-reset');
    await step(commandFrom(ResetPassword, { email: cleo.email, code, newPassword: 'eleven quiet harbours' }));
    await step(commandFrom(SendPhoneCode, {}));
    await step(commandFrom(VerifyPhone, { code: await digitsOf('phone') }));
    await step(commandFrom(SuspendUser, { userId, reason: 'Sells what is not hers' }));
    await step(commandFrom(ResumeUser, { userId }));
    await step(commandFrom(EraseUser, { userId }));
    const { applications: __, ...after } = await scans();
    expect(after).toEqual(before);
    expect(await readMuch(read, FEW)).toEqual([]);
  }, 30_000);

  it('nor does what administrators ask', async () => {
    const users = new PostgresUserViews(database);
    const timeline = new PostgresTimelines(database);
    const first = {
      application: 'default',
      state: null,
      createdFrom: null,
      createdBefore: null,
      after: null,
      limit: 51,
    };
    const before = await scans();
    const page = await users.search(first);
    expect(page).toHaveLength(51);
    expect(await users.search({ ...first, after: page.at(-1)?.id ?? null })).toHaveLength(51);
    expect(await users.search({ ...first, state: 'suspended' })).toEqual([]);
    expect(await users.search({ ...first, createdBefore: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await users.ofAddress({ application: 'default', canonicalEmail: '7@example.org' })).toHaveLength(1);
    const userId = page[0]?.id ?? '';
    await users.byId({ application: 'default', userId });
    await timeline.page({ application: 'default', userId, after: null, limit: 51 });
    expect(await scans()).toEqual(before);
  });

  it('nor do those who look after messages', async () => {
    const messages = new PostgresMessageViews(database);
    const letters = new PostgresDeadLetters(database);
    const context = { application: 'default', network: null, requestId: 'tests', administrator: OPERATOR };
    const filter = { channel: null, template: null, failure: null, createdFrom: null, createdBefore: null };
    const first = { ...filter, application: 'default', state: null, userIds: null, after: null, limit: 50 };
    const before = await scans();
    const page = await messages.search(first);
    const [message] = page.messages;
    expect(page.messages).toHaveLength(50);
    expect((await messages.search({ ...first, after: page.nextAfter })).messages).toHaveLength(50);
    expect((await messages.search({ ...first, state: 'dead-letter' })).messages).toHaveLength(50);
    expect((await messages.search({ ...first, userIds: [message?.userId ?? ''] })).messages).toHaveLength(1);
    expect(await letters.retryAll(filter, 10, messageRetry, context)).toBe(10);
    expect(await letters.dropAll(filter, 10, context)).toBe(10);
    expect(await letters.isAnyLeft('default', filter)).toBe(true);
    expect(await scans()).toEqual(before);
  });

  it('nor do imports and exports', async () => {
    const imports = new PostgresImports(database);
    const users = new PostgresUserExports(database);
    const context = { application: 'default', network: null, requestId: 'tests', administrator: OPERATOR };
    const { id: importId } = newRegistration('grace@example.org').user;
    const lines = ['3@example.org', '4@example.org', 'grace@example.org', 'alan@example.org'].map((address, index) => {
      const { user } = newRegistration(address);
      const state = index % 2 === 0 ? ('active' as const) : ('pending' as const);
      const claims = { createdAt: new Date(), acceptedTerms: null, phoneVerified: false, phoneRequired: false };
      return { ...user, ...claims, line: index + 1, state };
    });
    const batch = { application: 'default', importId, through: 4, users: lines, decoys: [], events: importEvents };
    await users.note(context);
    const before = await scans();
    await imports.open(importId, context);
    // Of the two that are there already, one is an account and the other waits.
    expect((await imports.write(batch))?.imported).toEqual(new Set([2, 3, 4]));
    expect((await imports.write(batch))?.progress).toEqual({ lines: 4, imported: 3 });
    expect((await imports.standingOf(batch)).map(({ kind }) => kind)).toEqual([
      'email-taken',
      'repeated',
      'repeated',
      'repeated',
    ]);
    const page = await users.page({ application: 'default', after: null, limit: 500 });
    expect(await users.page({ application: 'default', after: page.at(-1)?.id ?? null, limit: 500 })).toHaveLength(500);
    expect(await scans()).toEqual(before);
  });

  it('nor does a look at the event log', async () => {
    const log = new EventLog(database);
    await untilSettled(db);
    const before = await scans();
    const { end } = await log.readAfterCursor('relay', ['user.registered.v1'], 500);
    if (!end) throw new Error('No events');
    await log.moveCursor('relay', { epoch: 0, transactionId: '0', position: '0' }, end);
    expect((await log.readAfterCursor('relay', ['user.registered.v1'], 500)).events).toHaveLength(500);
    expect((await scans())['event_log']).toBe(before['event_log']);
  });
});
