import { randomUUID } from 'node:crypto';
import { KeyRing } from '@gatehouse/platform/config';
import { Database } from '@gatehouse/platform/postgres';
import { PostgresDeliveryRepository } from '../../../libs/notification/adapters/postgres/delivery/postgres-delivery-repository.js';
import { PostgresOutcomes } from '../../../libs/notification/adapters/postgres/outcomes/postgres-outcomes.js';
import { notificationPurges } from '../../../libs/notification/adapters/postgres/purges/notification-purges.js';
import { PostgresSuppressionList } from '../../../libs/notification/adapters/postgres/suppressions/postgres-suppression-list.js';
import { PostgresSuppressionRecords } from '../../../libs/notification/adapters/postgres/suppressions/postgres-suppression-records.js';
import { PostgresSuppressions } from '../../../libs/notification/adapters/postgres/suppressions/postgres-suppressions.js';
import { accepted, failed } from '../../../libs/notification/domain/message/delivery.js';
import type { Outcome } from '../../../libs/notification/domain/message/outcome.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { reportReads } from '../../support/reported-reads.js';

const ring = (...names: string[]) => new KeyRing(names.map((id) => ({ id, secret: Buffer.alloc(32, id) })));
const TELLER = { channel: 'mail', provider: 'postmark' } as const;

describe('recipients that nothing is sent to', () => {
  let db: TestDatabase;
  let database: Database;
  let deliveries: PostgresDeliveryRepository;
  let outcomes: PostgresOutcomes;
  let suppressions: PostgresSuppressions;
  let list: PostgresSuppressionList;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 8, deadlineMs: 30_000 });
    deliveries = new PostgresDeliveryRepository(database);
    outcomes = new PostgresOutcomes(database);
    suppressions = new PostgresSuppressions(database, ring('new', 'old'));
    list = new PostgresSuppressionList(database, ring('new', 'old'));
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const begin = async ({ application = 'default', userId = randomUUID() } = {}) => {
    const id = randomUUID();
    const notBefore = new Date();
    const order = { application, id, userId, codeId: randomUUID(), noticeId: null, channel: 'mail', round: 0 } as const;
    const { delivery } = await deliveries.beginAttempt({
      ...order,
      notBefore,
      deadline: new Date(Date.now() + 600_000),
    });
    if (delivery.state !== 'sending') throw new Error(`Already ${delivery.state}`);
    return delivery;
  };
  const finish = (delivery: Awaited<ReturnType<typeof begin>>, email: string, by = suppressions) =>
    deliveries.save(
      accepted(delivery, {
        template: 'activation-code',
        provider: 'postmark',
        providerMessageId: 'uuid-1',
        recipientKey: by.keyOf(delivery.application, { email }),
      }),
    );
  const tell = (deliveryId: string, outcome: Outcome) =>
    outcomes.record(TELLER, [{ deliveryId, outcome, at: new Date(), reason: null }]);
  const sent = async (email: string, of: Parameters<typeof begin>[0] = {}) => {
    const delivery = await begin(of);
    await finish(delivery, email);
    return delivery.id;
  };
  const causeOf = async (email: string, application = 'default') =>
    (await suppressions.find(application, { email }))?.cause ?? null;
  const newEmail = () => `${randomUUID()}@example.com`;

  it('are those of hard bounces and complaints, in their own application', async () => {
    const [bounced, complained, others] = [newEmail(), newEmail(), newEmail()];
    await tell(await sent(bounced, { application: 'shop' }), 'hard-bounced');
    await tell(await sent(complained), 'complained');
    for (const kind of ['deferred', 'soft-bounced', 'delivered', 'unsubscribed'] as const) {
      await tell(await sent(others), kind);
    }
    expect(await causeOf(bounced, 'shop')).toBe('bounced');
    expect(await causeOf(bounced)).toBeNull();
    expect(await causeOf(complained)).toBe('complained');
    expect(await causeOf(others)).toBeNull();
  });

  it.each([
    ['mailbox-unavailable', 'bounced'],
    ['rejected', null],
  ] as const)(
    'are those that a provider refuses at once, where there is no such mailbox: %s',
    async (reason, cause) => {
      const email = newEmail();
      const delivery = await begin();
      const recipientKey = suppressions.keyOf('default', { email });
      const end = {
        reason: 'bounced',
        template: 'activation-code',
        provider: 'postmark',
        lastAnswer: 'http-422 406',
      } as const;
      const bounced = failed(delivery, { ...end, bounce: { reason, recipientKey } });
      for (let time = 0; time < 2; time += 1) await deliveries.save(bounced);
      expect(await causeOf(email)).toBe(cause);
      const events = await db.sql`
      select type, subject, data - 'at' as data from gatehouse.event_log where data ->> 'messageId' = ${delivery.id}`;
      expect([...events]).toEqual([
        {
          type: 'message.bounced.v1',
          subject: delivery.userId,
          data: {
            messageId: delivery.id,
            userId: delivery.userId,
            channel: 'mail',
            template: 'activation-code',
            provider: 'postmark',
            bounce: 'hard',
            reason,
          },
        },
      ]);
      expect([
        ...(await db.sql`select state, failure, outcome from gatehouse.deliveries where id = ${delivery.id}`),
      ]).toEqual([{ state: 'failed', failure: 'bounced', outcome: 'hard-bounced' }]);
    },
  );

  it('are found however their address is written, and a phone is another recipient', async () => {
    const name = randomUUID();
    await tell(await sent(`${name}@bücher.example`), 'hard-bounced');
    expect(await causeOf(`${name.toUpperCase()}@XN--BCHER-KVA.EXAMPLE`)).toBe('bounced');
    expect(await suppressions.find('default', { phone: `${name}@bücher.example` })).toBeNull();
  });

  it('are known too where the bounce was told before we knew that the mail was accepted', async () => {
    const email = newEmail();
    const delivery = await begin();
    await tell(delivery.id, 'hard-bounced');
    expect(await causeOf(email)).toBeNull();
    await finish(delivery, email);
    expect(await causeOf(email)).toBe('bounced');
  });

  it('stay where they are told again, and become those that bounced after a complaint, never the reverse', async () => {
    const email = newEmail();
    const id = await sent(email);
    await tell(id, 'complained');
    await tell(id, 'hard-bounced');
    await tell(id, 'complained');
    await tell(await sent(email), 'complained');
    expect(await causeOf(email)).toBe('bounced');
    expect((await list.page({ application: 'default', after: null, limit: 200 })).suppressions).toContainEqual(
      expect.objectContaining({ messageId: id, cause: 'bounced' }),
    );
  });

  it('are not back on the list when a report is replayed after they were removed', async () => {
    const email = newEmail();
    const id = await sent(email);
    await tell(id, 'hard-bounced');
    await db.sql`delete from gatehouse.suppressions where message_id = ${id}`;
    await tell(id, 'hard-bounced');
    expect(await causeOf(email)).toBeNull();
  });

  it('are found by an earlier key as long as the ring has it', async () => {
    const email = newEmail();
    const earlier = new PostgresSuppressions(database, ring('old'));
    const delivery = await begin();
    await finish(delivery, email, earlier);
    await tell(delivery.id, 'hard-bounced');
    expect(await causeOf(email)).toBe('bounced');
    expect(await list.ofRecipient('default', { email })).toMatchObject({ messageId: delivery.id });
    expect(await new PostgresSuppressions(database, ring('new')).find('default', { email })).toBeNull();
  });

  it('are each told once, whoever tells of them at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => sent(newEmail())));
    const told = ids.map(
      (deliveryId) => ({ deliveryId, outcome: 'hard-bounced', at: new Date(), reason: null }) as const,
    );
    await Promise.all([told, told.toReversed(), told].map((each) => outcomes.record(TELLER, each)));
    const [counted] = await db.sql`
      select count(*)::int as events from gatehouse.event_log
      where type = 'message.bounced.v1' and data ->> 'messageId' = any(${ids})`;
    expect(counted).toEqual({ events: 20 });
  });

  it('go with an account whose owner proved the address, and stay without the name of one who only typed it', async () => {
    const [owner, stranger] = [randomUUID(), randomUUID()];
    const [own, typed] = [newEmail(), newEmail()];
    await tell(await sent(own, { userId: owner }), 'complained');
    await tell(await sent(typed, { userId: stranger }), 'complained');
    const people = { wasActivated: async ({ userId }: { userId: string }) => userId === owner };
    const records = new PostgresSuppressionRecords(database, list, people);
    expect(await records.find({ application: 'default', userId: owner })).toHaveLength(1);
    for (const userId of [owner, stranger]) await records.erase({ application: 'default', userId });
    expect(await causeOf(own)).toBeNull();
    expect(await causeOf(typed)).toBe('complained');
    expect(await list.ofRecipient('default', { email: typed })).toMatchObject({ userId: null });
  });

  it('are kept for a year', async () => {
    const email = newEmail();
    await tell(await sent(email), 'hard-bounced');
    const purge = notificationPurges.map((purgeOn) => purgeOn(database)).find(({ what }) => what === 'suppressions');
    const run = async () => {
      for await (const _ of purge?.batches(100) ?? []);
    };
    await run();
    expect(await causeOf(email)).toBe('bounced');
    await db.advance(366 * 86_400_000);
    await run();
    expect(await causeOf(email)).toBeNull();
    await db.setTime(null);
  });

  it('are found by an index, as is the message that a report is about', async () => {
    await db.sql`
      insert into gatehouse.deliveries (application, id, code_id, channel, state, attempts, not_before, deadline)
      select 'default', gen_random_uuid(), gen_random_uuid(), 'mail', 'sent', 1, now(), now() from generate_series(1, 3000)`;
    await db.sql`
      insert into gatehouse.suppressions (application, recipient_key, channel, cause, provider, message_id)
      select 'default', decode(md5(n::text), 'hex'), 'mail', 'bounced', 'postmark', gen_random_uuid()
      from generate_series(1, 3000) as n`;
    await db.sql`analyze gatehouse.deliveries, gatehouse.suppressions`;
    const alone = new Database({ url: db.url, applicationName: 'tests', poolSize: 1, deadlineMs: 30_000 });
    const scans = async () => {
      await reportReads(alone);
      const rows = await db.sql<{ relname: string; seq_scan: string }[]>`
        select relname, seq_scan from pg_stat_user_tables where relname in ('deliveries', 'suppressions') order by 1`;
      return rows.map(({ relname, seq_scan: count }) => `${relname} ${count}`);
    };
    const planOf = async (statement: string) =>
      (await db.sql.unsafe(`explain ${statement}`)).map((row) => String(row['QUERY PLAN'])).join('\n');
    expect(
      await planOf(`select * from gatehouse.deliveries where id = any(array['${randomUUID()}']::text[]::uuid[])`),
    ).toContain('deliveries_by_id');
    try {
      const before = await scans();
      await new PostgresSuppressions(alone, ring('new', 'old')).find('default', { email: newEmail() });
      expect(await scans()).toEqual(before);
    } finally {
      await alone.close();
    }
  });
});
