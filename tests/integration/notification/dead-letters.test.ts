import { randomUUID } from 'node:crypto';
import type { CommandContext } from '@gatehouse/kernel';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresDeliveryRepository } from '../../../libs/notification/adapters/postgres/delivery/postgres-delivery-repository.js';
import { DeadJobPurge } from '../../../libs/notification/adapters/postgres/messages/dead-job-purge.js';
import { PostgresDeadLetters } from '../../../libs/notification/adapters/postgres/messages/postgres-dead-letters.js';
import { PostgresMessageViews } from '../../../libs/notification/adapters/postgres/messages/postgres-message-views.js';
import { messageRetry } from '../../../libs/notification/application/messages/manage-dead-letters.js';
import type { DeadLetterFilter } from '../../../libs/notification/application/ports/messages.js';
import { accepted, failed, postponed } from '../../../libs/notification/domain/message/delivery.js';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const MINUTE = 60_000;
const EVERY: DeadLetterFilter = {
  channel: null,
  template: null,
  failure: null,
  createdFrom: null,
  createdBefore: null,
};
const ALL = {
  state: null,
  channel: null,
  template: null,
  userIds: null,
  createdFrom: null,
  createdBefore: null,
  after: null,
  limit: 200,
} as const;

describe('messages, for those who look after them', () => {
  let db: TestDatabase;
  let database: Database;
  let letters: PostgresDeadLetters;
  let messages: PostgresMessageViews;
  let deliveries: PostgresDeliveryRepository;
  /** An application of each test's own. */
  let application: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
    letters = new PostgresDeadLetters(database);
    messages = new PostgresMessageViews(database);
    deliveries = new PostgresDeliveryRepository(database);
    await db.sql`select pgboss.create_queue('deliver-message.dead', '{"policy": "standard"}'::jsonb)`;
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });
  beforeEach(async () => {
    application = `app-${randomUUID().slice(0, 8)}`;
    await db.setTime(NOW);
  });

  const context = (): CommandContext => ({
    application,
    network: null,
    requestId: 'tests',
    administrator: OPERATOR,
  });
  const order = (changes: object = {}) => ({
    application,
    id: randomUUID(),
    userId: randomUUID() as string | null,
    codeId: randomUUID() as string | null,
    noticeId: null as string | null,
    channel: 'mail' as const,
    round: 0,
    notBefore: NOW,
    deadline: new Date(NOW.getTime() + 10 * MINUTE),
    ...changes,
  });
  const begun = async (ordered: ReturnType<typeof order>) => {
    const { delivery } = await deliveries.beginAttempt(ordered);
    if (delivery.state !== 'sending') throw new Error(`Already ${delivery.state}`);
    return delivery;
  };
  const refused = {
    reason: 'refused',
    template: 'activation-code',
    provider: 'mailjet',
    lastAnswer: 'http-400',
  } as const;
  /** A dead letter, with its job in pg-boss' dead-letter queue. */
  const dead = async (changes: object = {}): Promise<ReturnType<typeof order>> => {
    const ordered = order(changes);
    await deliveries.save(failed(await begun(ordered), refused));
    await deadJobOf(ordered);
    return ordered;
  };
  const deadJobOf = (ordered: { readonly id: string }, round = 0) => db.sql`
    insert into pgboss.job (name, data, created_on)
    values ('deliver-message.dead', ${db.sql.json({ application, eventId: ordered.id, round })}, ${new Date(NOW)})`;
  const deadJobs = async () =>
    (
      await db.sql<{ id: string }[]>`
        select data ->> 'eventId' as id from pgboss.job
        where name = 'deliver-message.dead' and data ->> 'application' = ${application}`
    ).map(({ id }) => id);
  const search = (more: object = {}) => messages.search({ ...ALL, application, ...more });
  const idsOf = async (more: object = {}): Promise<string[]> => (await search(more)).messages.map(({ id }) => id);
  const one = async (messageId: string) => {
    const found = await messages.byId({ application, messageId });
    if (!found) throw new Error('No such message');
    return found;
  };
  const events = () => db.sql<{ id: string; data: Record<string, unknown> }[]>`
    select id, data from gatehouse.event_log where application = ${application} and type = 'message.retried.v1'
    order by position`;
  const acts = () => db.sql<{ act: string; subject: string; details: object }[]>`
    select act, subject, details from gatehouse.audit_log where application = ${application} order by position`;

  describe('are listed', () => {
    it('by state, channel, kind, person and time, and each once over all pages', async () => {
      const gone = await dead();
      await db.advance(1_000);
      const waiting = order({ channel: 'sms' });
      await deliveries.save(
        postponed(await begun(waiting), {
          notBefore: NOW,
          template: 'phone-code',
          provider: 'twilio',
          lastAnswer: 'http-500',
        }),
      );
      await db.advance(1_000);
      const out = order();
      await deliveries.save(
        accepted(await begun(out), { template: 'activation-code', provider: 'mailjet', providerMessageId: 'uuid-1' }),
      );
      await db.advance(1_000);
      const over = order();
      await deliveries.save(failed(await begun(over), { reason: 'code-over' }));
      const [all, newest] = [[over.id, out.id, waiting.id, gone.id], (at: number) => new Date(NOW.getTime() + at)];
      expect(await idsOf()).toEqual(all);
      expect(await idsOf({ state: 'queued' })).toEqual([waiting.id]);
      expect(await idsOf({ state: 'sent' })).toEqual([out.id]);
      expect(await idsOf({ state: 'failed' })).toEqual([over.id, gone.id]);
      expect(await idsOf({ state: 'dead-letter' })).toEqual([gone.id]);
      expect(await idsOf({ channel: 'sms' })).toEqual([waiting.id]);
      expect(await idsOf({ template: 'activation-code' })).toEqual([out.id, gone.id]);
      expect(await idsOf({ userIds: [gone.userId, waiting.userId] })).toEqual([waiting.id, gone.id]);
      expect(await idsOf({ userIds: [] })).toEqual([]);
      expect(await idsOf({ createdFrom: newest(2_000).toISOString() })).toEqual([over.id, out.id]);
      expect(await idsOf({ createdBefore: newest(2_000).toISOString() })).toEqual([waiting.id, gone.id]);

      const paged: string[] = [];
      for (let after: string | null = null; ; ) {
        const page = await search({ after, limit: 1 });
        paged.push(...page.messages.map(({ id }) => id));
        after = page.nextAfter;
        if (after === null) break;
      }
      expect(paged).toEqual(all);
    });

    it('also where many are of the same moment', async () => {
      await db.sql`
        insert into gatehouse.deliveries (application, id, code_id, channel, state, attempts, not_before, deadline)
        select ${application}, gen_random_uuid(), gen_random_uuid(), 'mail', 'sending', 1, ${NOW}, ${NOW}
        from generate_series(1, 30)`;
      const first = await search({ limit: 20 });
      const second = await search({ limit: 20, after: first.nextAfter });
      const ids = [...first.messages, ...second.messages].map(({ id }) => id);
      expect([ids.length, new Set(ids).size, second.nextAfter]).toEqual([30, 30, null]);
    });

    it('with so many looked at for a page, and the next one goes on from there', async () => {
      const rare = await dead({ channel: 'sms' });
      await db.advance(1_000);
      await db.sql`
        insert into gatehouse.deliveries (application, id, code_id, channel, state, attempts, not_before, deadline,
          created_at)
        select ${application}, gen_random_uuid(), gen_random_uuid(), 'mail', 'sent', 1, ${NOW}, ${NOW},
          gatehouse.now() + number * interval '1 second'
        from generate_series(1, 5000) number`;
      const first = await search({ channel: 'sms' });
      expect(first).toEqual({ messages: [], nextAfter: expect.any(String) });
      const second = await search({ channel: 'sms', after: first.nextAfter });
      expect(second).toMatchObject({ messages: [{ id: rare.id }], nextAfter: null });
      // What failed has an index of its own.
      expect(await search({ state: 'dead-letter' })).toMatchObject({ messages: [{ id: rare.id }], nextAfter: null });
    });

    it('of no other application', async () => {
      const { id } = await dead();
      expect(await messages.search({ ...ALL, application: 'another' })).toEqual({ messages: [], nextAfter: null });
      expect(await messages.byId({ application: 'another', messageId: id })).toBeNull();
    });
  });

  it('show what the provider answered to each attempt', async () => {
    const ordered = order();
    const later = { notBefore: new Date(NOW.getTime() + 2_000), template: 'activation-code' } as const;
    await deliveries.save(postponed(await begun(ordered), { ...later, provider: 'mailjet', lastAnswer: 'http-503' }));
    await db.advance(2_000);
    // A worker that died in the middle of an attempt.
    await begun(ordered);
    const third = await begun(ordered);
    await deliveries.save(
      accepted(third, { template: 'activation-code', provider: 'mailjet', providerMessageId: 'uuid-1' }),
    );
    const none = { answer: null, providerMessageId: null };
    expect(await one(ordered.id)).toMatchObject({
      state: 'sent',
      attempts: 3,
      deadLetter: false,
      answers: [
        { ...none, attempt: 1, at: NOW.toISOString(), provider: 'mailjet', outcome: 'refused', answer: 'http-503' },
        { ...none, attempt: 3, at: later.notBefore.toISOString(), outcome: 'accepted', providerMessageId: 'uuid-1' },
      ],
    });
  });

  it('keep the latest fifty refusals of a notice that is refused all day', async () => {
    const notice = order({ codeId: null, noticeId: randomUUID() });
    for (let attempt = 1; attempt <= 52; attempt += 1) {
      const until = {
        notBefore: NOW,
        template: 'password-changed-notice',
        provider: 'mailjet',
        lastAnswer: 'http-503',
      } as const;
      await deliveries.save(postponed(await begun(notice), until));
    }
    const { answers, attempts } = await one(notice.id);
    expect([attempts, answers.length, answers[0]?.attempt, answers.at(-1)?.attempt]).toEqual([52, 50, 3, 52]);
  });

  describe('that are dead letters', () => {
    it('are ordered again, with a deadline of their own, and leave the queue of dead jobs', async () => {
      const letter = await dead();
      await db.advance(60 * MINUTE);
      expect(await letters.retry(letter.id, messageRetry, context())).toBe(true);
      const at = new Date(NOW.getTime() + 60 * MINUTE);
      expect(await one(letter.id)).toMatchObject({
        state: 'queued',
        deadLetter: false,
        retries: 1,
        failedAt: null,
        failure: null,
        notBefore: at.toISOString(),
        deadline: new Date(at.getTime() + 10 * MINUTE).toISOString(),
        answers: [{ attempt: 1, answer: 'http-400' }],
      });
      expect(await deadJobs()).toEqual([]);
      const { id: messageId, userId, codeId, noticeId, channel } = letter;
      const [event] = await events();
      expect(event?.data).toEqual({
        messageId,
        userId,
        codeId,
        noticeId,
        channel,
        round: 1,
        sendAfter: expect.stringContaining('2026-05-01T13:00:00'),
      });
      expect(await acts()).toMatchObject([{ act: 'message.retried', subject: messageId }]);
    });

    it('give a notice a day', async () => {
      const notice = await dead({ codeId: null, noticeId: randomUUID() });
      await letters.retry(notice.id, messageRetry, context());
      expect((await one(notice.id)).deadline).toBe(new Date(NOW.getTime() + 1_440 * MINUTE).toISOString());
    });

    it('take no order of an earlier round any more', async () => {
      const letter = await dead();
      await letters.retry(letter.id, messageRetry, context());
      expect((await deliveries.beginAttempt(letter)).delivery).toEqual({ state: 'overtaken' });
      expect(await one(letter.id)).toMatchObject({ state: 'queued', attempts: 1 });
      expect(await begun({ ...letter, round: 1 })).toMatchObject({ attempts: 2, round: 1 });
    });

    it('are retried once however many ask at once, and again when they have died again', async () => {
      const letter = await dead();
      const asked = await Promise.all([1, 2, 3, 4].map(() => letters.retry(letter.id, messageRetry, context())));
      expect(asked.filter(Boolean)).toHaveLength(1);
      expect(await events()).toHaveLength(1);
      await deliveries.save(failed(await begun({ ...letter, round: 1 }), refused));
      expect(await letters.retry(letter.id, messageRetry, context())).toBe(true);
      expect(await one(letter.id)).toMatchObject({ retries: 2, answers: [{ attempt: 1 }, { attempt: 2 }] });
    });

    it('are dropped for good', async () => {
      const letter = await dead();
      expect(await letters.drop(letter.id, context())).toBe(true);
      expect(await letters.drop(letter.id, context())).toBe(false);
      expect(await letters.retry(letter.id, messageRetry, context())).toBe(false);
      expect(await one(letter.id)).toMatchObject({ state: 'failed', deadLetter: false, droppedAt: NOW.toISOString() });
      expect(await deadJobs()).toEqual([]);
      expect(await acts()).toMatchObject([{ act: 'message.dropped', subject: letter.id }]);
    });

    it('are not messages that are no longer needed, that are on their way, or that are of another application', async () => {
      const over = order();
      await deliveries.save(failed(await begun(over), { reason: 'code-over' }));
      const waiting = order();
      await begun(waiting);
      const foreign = await dead();
      for (const { id } of [over, waiting]) {
        expect(await letters.retry(id, messageRetry, context())).toBe(false);
        expect(await letters.drop(id, context())).toBe(false);
      }
      const elsewhere = { ...context(), application: 'another' };
      expect(await letters.retry(foreign.id, messageRetry, elsewhere)).toBe(false);
      expect(await letters.drop(foreign.id, elsewhere)).toBe(false);
      expect(await letters.dropAll(EVERY, 100, elsewhere)).toBe(0);
      expect(await one(foreign.id)).toMatchObject({ deadLetter: true });
      expect(await letters.isKnown('another', foreign.id)).toBe(false);
    });

    it('are handled by filter in batches, the newest first, with one line in the audit log for each', async () => {
      const [oldest, middle, newest] = [await dead(), await dead(), await dead({ channel: 'sms' })];
      for (const [index, { id }] of [oldest, middle, newest].entries())
        await db.sql`update gatehouse.deliveries set created_at = ${new Date(NOW.getTime() + index)} where id = ${id}`;
      const mails = { ...EVERY, channel: 'mail' } as const;
      expect(await letters.retryAll(mails, 1, messageRetry, context())).toBe(1);
      expect(await idsOf({ state: 'queued' })).toEqual([middle.id]);
      expect(await letters.isAnyLeft(application, mails)).toBe(true);
      expect(await letters.dropAll({ ...EVERY, failure: 'refused' }, 100, context())).toBe(2);
      expect(await letters.isAnyLeft(application, EVERY)).toBe(false);
      expect(await letters.dropAll(EVERY, 100, context())).toBe(0);
      expect(await deadJobs()).toEqual([]);
      expect(await acts()).toMatchObject([
        { act: 'messages.retried', subject: application, details: { channel: 'mail', count: 1 } },
        { act: 'messages.dropped', subject: application, details: { failure: 'refused', count: 2 } },
      ]);
    });

    it('are each handled once by several who take them in batches at once', async () => {
      await db.sql`
        insert into gatehouse.deliveries (application, id, code_id, channel, state, attempts, not_before, deadline,
          failed_at, failure)
        select ${application}, gen_random_uuid(), gen_random_uuid(), 'mail', 'failed', 1, ${NOW}, ${NOW}, ${NOW},
          'deadline-passed'
        from generate_series(1, 60)`;
      const counts = await Promise.all([1, 2, 3, 4].map(() => letters.retryAll(EVERY, 20, messageRetry, context())));
      const rest = await letters.retryAll(EVERY, 500, messageRetry, context());
      expect(counts.reduce((sum, count) => sum + count, rest)).toBe(60);
      const ids = (await events()).map(({ data }) => data['messageId']);
      expect([ids.length, new Set(ids).size]).toEqual([60, 60]);
    });
  });

  it('and pg-boss’ queue of dead jobs come to agree, whatever a crash has left between them', async () => {
    const [letter, stuck, sent] = [await dead(), order(), order()];
    await begun(stuck);
    await deliveries.save(
      accepted(await begun(sent), { template: 'activation-code', provider: 'mailjet', providerMessageId: null }),
    );
    const erased = { id: randomUUID() };
    for (const ordered of [stuck, sent, erased]) await deadJobOf(ordered);
    const again = await dead();
    await letters.retry(again.id, messageRetry, context());
    // Its first job was put away a moment late.
    await deadJobOf(again);

    const purge = async () => {
      for await (const _ of new DeadJobPurge(database).batches(2));
    };
    await db.advance(30 * MINUTE);
    await purge();
    expect((await deadJobs()).length).toBe(5);
    await db.advance(60 * MINUTE);
    await purge();
    expect((await deadJobs()).sort()).toEqual([letter.id, stuck.id].sort());
    expect(await one(stuck.id)).toMatchObject({ deadLetter: true, failure: 'deadline-passed' });
    expect(await one(again.id)).toMatchObject({ state: 'queued' });
  });
});
