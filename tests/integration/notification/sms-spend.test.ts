import { randomUUID } from 'node:crypto';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresDeliveryRepository } from '../../../libs/notification/adapters/postgres/delivery/postgres-delivery-repository.js';
import { PostgresMessageRecords } from '../../../libs/notification/adapters/postgres/delivery/postgres-message-records.js';
import { PostgresTextSpends } from '../../../libs/notification/adapters/postgres/spend/postgres-text-spends.js';
import { accepted, type SendingDelivery } from '../../../libs/notification/domain/message/delivery.js';
import type { TextCost } from '../../../libs/notification/domain/message/text-cost.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { holdLocks, untilBlocked } from '../../support/lock-holder.js';
import { tracesOf } from '../../support/traces.js';

const NIGHT = new Date('2026-05-01T23:59:00.000Z');
const FRENCH: TextCost = { currency: 'EUR', prefix: '33', price: '0.0749', segments: 1 };

describe('what SMS cost', () => {
  let db: TestDatabase;
  let database: Database;
  let deliveries: PostgresDeliveryRepository;
  let spends: PostgresTextSpends;
  let records: PostgresMessageRecords;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
    deliveries = new PostgresDeliveryRepository(database);
    spends = new PostgresTextSpends(database);
    records = new PostgresMessageRecords(database, { erase: async () => undefined });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });
  beforeEach(async () => {
    await db.sql`truncate gatehouse.sms_spend`;
    await db.setTime(NIGHT);
  });

  const begin = async (
    application = 'shop',
    { userId = null, id = randomUUID() }: { readonly userId?: string | null; readonly id?: string } = {},
  ): Promise<SendingDelivery> => {
    const order = { application, id, userId, codeId: randomUUID(), noticeId: null, round: 0 };
    const { delivery } = await deliveries.beginAttempt({
      ...order,
      channel: 'sms',
      notBefore: NIGHT,
      deadline: new Date(NIGHT.getTime() + 600_000),
    });
    if (delivery.state !== 'sending') throw new Error(`Already ${delivery.state}`);
    return delivery;
  };
  const finish = (delivery: SendingDelivery, cost: TextCost | null = FRENCH) =>
    deliveries.save(accepted(delivery, { template: 'phone-code', provider: 'twilio', providerMessageId: 'SM1', cost }));
  const read = (application: string | null = 'shop') =>
    spends.read({ from: '2026-05-01', to: '2026-05-02', application });

  it('adds up by day, with every digit', async () => {
    for (let sent = 0; sent < 3; sent += 1) await finish(await begin());
    await finish(await begin(), { ...FRENCH, prefix: '1684', price: '0.21', segments: 2 });
    await db.advance(60_000);
    await finish(await begin());
    expect(await read()).toEqual({
      from: '2026-05-01',
      to: '2026-05-02',
      totals: [{ currency: 'EUR', messages: 5, segments: 6, unpriced: 0, amount: '0.7196' }],
      days: [
        {
          application: 'shop',
          day: '2026-05-02',
          currency: 'EUR',
          messages: 1,
          segments: 1,
          unpriced: 0,
          amount: '0.0749',
        },
        {
          application: 'shop',
          day: '2026-05-01',
          currency: 'EUR',
          messages: 4,
          segments: 5,
          unpriced: 0,
          amount: '0.6447',
        },
      ],
    });
  });

  it('counts a message once, however often its end is recorded', async () => {
    const delivery = await begin();
    await Promise.all([finish(delivery), finish(delivery), finish(delivery)]);
    expect((await read()).totals).toMatchObject([{ messages: 1, amount: '0.0749' }]);
  });

  it('adds up to the same, however many are accepted at once', async () => {
    const begun = await Promise.all(Array.from({ length: 60 }, (_, at) => begin(at % 2 ? 'shop' : 'news')));
    await Promise.all(begun.map((delivery) => finish(delivery)));
    expect((await read(null)).totals).toMatchObject([{ messages: 60, amount: '4.494' }]);
    expect((await read()).days).toMatchObject([{ application: 'shop', messages: 30, amount: '2.247' }]);
  });

  it('tells of messages that the table has no price for, and of none without a table', async () => {
    await finish(await begin(), { ...FRENCH, prefix: '', price: '0' });
    await finish(await begin(), null);
    expect((await read()).totals).toEqual([{ currency: 'EUR', messages: 1, segments: 1, unpriced: 1, amount: '0' }]);
  });

  it('keeps no number, only the prefix whose price counted', async () => {
    await finish(await begin());
    const [row] = await db.sql`select to_jsonb(spend) - 'shard' as spend from gatehouse.sms_spend spend`;
    expect(row?.['spend']).toEqual({
      application: 'shop',
      day: '2026-05-01',
      currency: 'EUR',
      prefix: '33',
      messages: 1,
      segments: 1,
      amount: 0.0749,
    });
  });

  describe('to somebody who is erased', () => {
    const userId = randomUUID();
    const erase = () => records.erase({ application: 'shop', userId });
    const ofHers = (id: string = randomUUID()) => begin('shop', { userId, id });
    const once = [{ messages: 1, segments: 1, amount: '0.0749' }];
    const rows = (id: string) =>
      db.sql<{ state: string }[]>`select state from gatehouse.deliveries where id = ${id}`.then((found) =>
        found.map(({ state }) => state),
      );

    it.each([
      ['before its end is recorded', ['erase', 'finish']],
      ['after', ['finish', 'erase']],
    ])('is counted once where the erasure comes %s, and nothing tells of them', async (_, steps) => {
      const delivery = await ofHers();
      for (const step of steps) await (step === 'erase' ? erase() : finish(delivery));
      expect((await read()).totals).toMatchObject(once);
      expect(await rows(delivery.id)).toEqual([]);
      // Ids stay in the log (docs/adr/0030).
      const traces = await tracesOf(db, [userId]);
      expect(traces.filter((trace) => !trace.startsWith('gatehouse.event_log.'))).toEqual([]);
    });

    it('is counted where the record waits for the erasure', async () => {
      const delivery = await ofHers();
      const holder = await holdLocks(
        db,
        (sql) => sql`
        delete from gatehouse.deliveries where user_id = ${userId}`,
      );
      const finished = finish(delivery);
      await untilBlocked(db, 1);
      await holder.transaction`commit`;
      await holder.release();
      await finished;
      expect((await read()).totals).toMatchObject(once);
    });

    it('is not counted again where the record waits for another attempt, which has recorded it', async () => {
      const delivery = await ofHers();
      const holder = await holdLocks(
        db,
        (sql) => sql`
        update gatehouse.deliveries set state = 'sent' where id = ${delivery.id}`,
      );
      const finished = finish(delivery);
      await untilBlocked(db, 1);
      await holder.transaction`commit`;
      await holder.release();
      await finished;
      expect((await read()).totals).toEqual([]);
    });

    it('is counted once where its end is recorded several times after the erasure', async () => {
      const delivery = await ofHers();
      await erase();
      await Promise.all([finish(delivery), finish(delivery), finish(delivery)]);
      expect((await read()).totals).toMatchObject(once);
    });

    it('is counted although its job has been begun again, whose record stays as it is', async () => {
      const delivery = await ofHers();
      await erase();
      await db.advance(1);
      await ofHers(delivery.id);
      await finish(delivery);
      expect((await read()).totals).toMatchObject(once);
      expect(await rows(delivery.id)).toEqual(['sending']);
    });
  });
});
