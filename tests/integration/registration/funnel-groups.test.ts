import { randomUUID } from 'node:crypto';
import { EventLog } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { type ActivationGroups, EraseUser, RecountFunnel, SMALLEST_GROUP } from '@gatehouse/registration/contract';
import { FunnelGroupsPurge } from '../../../libs/registration/adapters/postgres/funnel/funnel-groups.js';
import { PostgresFunnelViews } from '../../../libs/registration/adapters/postgres/funnel/postgres-funnel.js';
import { PostgresFunnelCounts } from '../../../libs/registration/adapters/postgres/funnel/postgres-funnel-counts.js';
import { FunnelEvents } from '../../../libs/registration/adapters/subscriptions/event-subscriptions.js';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { RegistrationHarness } from '../../support/registration/registration-harness.js';

/** A Wednesday, and the Monday before it. */
const TODAY = '2026-05-06T12:00:00Z';
const MONDAY = '2026-05-04';
const WEEK_MS = 7 * 86_400_000;
const MANY = SMALLEST_GROUP;
const context = { application: 'default', network: null, requestId: 'tests', administrator: OPERATOR };

describe('activation rates', () => {
  let db: TestDatabase;
  let database: Database;
  let log: EventLog;
  let subscription: FunnelEvents;
  let views: PostgresFunnelViews;
  let harness: RegistrationHarness;
  /** An application of each test's own. */
  let application: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new RegistrationHarness(db);
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4, deadlineMs: 30_000 });
    log = new EventLog(database);
    subscription = new FunnelEvents(new PostgresFunnelCounts(database));
    views = new PostgresFunnelViews(database);
  });
  afterAll(async () => {
    await database.close();
    await harness.close();
    await db.drop();
  });
  beforeEach(async () => {
    application = `app-${randomUUID().slice(0, 8)}`;
    await db.setTime(new Date(TODAY));
  });

  /** Events of one kind, one for each subject. */
  const happen = async (type: string, data: object, subjects: readonly string[], at = TODAY) => {
    await db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
      select ${application}, gen_random_uuid(), subject::uuid, ${type}, ${db.sql.json(data as never)}, ${at}::timestamptz
      from unnest(${[...subjects]}::text[]) as someone (subject)`;
  };
  const people = (count: number) => Array.from({ length: count }, () => randomUUID());
  const signUp = async (count: number, email: string, at = TODAY) => {
    const subjects = people(count);
    await happen('user.registered.v1', { email }, subjects, at);
    return subjects;
  };
  const mailed = (subjects: readonly string[], provider: string) =>
    happen('message.sent.v1', { channel: 'mail', provider }, subjects);
  const activated = (subjects: readonly string[]) => happen('user.activated.v1', {}, subjects);
  /** What the relay does, until there is nothing left and no other suite's transaction holds anything back. */
  const follow = async (batch = 500) => {
    for (;;) {
      const { cursor, events, end, full, heldBack } = await log.readAfterCursor(
        subscription.name,
        subscription.types,
        batch,
      );
      if (heldBack) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      if (events.length > 0) await subscription.hand(events);
      if (end) await log.moveCursor(subscription.name, cursor, end);
      if (!full) return;
    }
  };
  const rates = (by: ActivationGroups, weeks = 1, of: string | null = application) =>
    views.rates({ application: of, by, weeks });
  const fold = async () => {
    for await (const _ of new FunnelGroupsPurge(database).batches(100));
  };
  const rowsOf = async (dimension: string) => {
    const [row] = await db.sql<{ rows: number }[]>`
      select count(*)::int as rows from gatehouse.funnel_groups
      where application = ${application} and dimension = ${dimension}`;
    return row?.rows;
  };

  it('by mail domain are those of the address at sign-up, the largest first', async () => {
    const small = await signUp(MANY, 'ada@example.org');
    const large = await signUp(MANY + 2, 'Grace@GMAIL.com');
    await activated([...small.slice(0, 3), ...large.slice(0, 9)]);
    await follow(7);
    expect(await rates('mail-domain')).toEqual({
      by: 'mail-domain',
      from: MONDAY,
      groups: [
        { name: 'gmail.com', people: MANY + 2, delivered: 0, bounced: 0, activated: 9 },
        { name: 'example.org', people: MANY, delivered: 0, bounced: 0, activated: 3 },
      ],
      others: { people: 0, delivered: 0, bounced: 0, activated: 0 },
    });
  });

  it('by provider count each person once, with the first mail, whether its event comes before or after the activation', async () => {
    const [early, late, never] = [
      await signUp(MANY, 'ada@example.org'),
      await signUp(MANY, 'ada@example.org'),
      await signUp(MANY, 'ada@example.org'),
    ];
    await mailed(early, 'postmark');
    await mailed(early, 'mailjet');
    await activated([...early, ...late]);
    await follow(11);
    await mailed([...late, ...never], 'mailjet');
    await mailed(late, 'postmark');
    await follow(11);
    expect((await rates('provider')).groups).toMatchObject([
      { name: 'mailjet', people: 2 * MANY, activated: MANY },
      { name: 'postmark', people: MANY, activated: MANY },
    ]);
  });

  it('tell what became of each first mail, once, whether that is told before it was accepted or after', async () => {
    const people = await signUp(MANY, 'ada@example.org');
    const told = async (type: string, of: readonly string[], mail = 'first') => {
      for (const id of of)
        await happen(type, { channel: 'mail', provider: 'postmark', messageId: `${mail}-${id}` }, [id]);
    };
    const [early, late, bounced, second] = [
      people.slice(0, 2),
      people.slice(2, 5),
      people.slice(5, 8),
      people.slice(8),
    ];
    await told('message.delivered.v1', early);
    await told('message.sent.v1', people);
    await told('message.delivered.v1', late);
    await told('message.delivered.v1', late);
    await told('message.bounced.v1', bounced);
    await told('message.sent.v1', second, 'second');
    await told('message.delivered.v1', second, 'second');
    await follow(3);
    const counts = { people: MANY, delivered: 5, bounced: 3, activated: 0 };
    expect((await rates('provider')).groups).toEqual([{ name: 'postmark', ...counts }]);
    expect((await rates('mail-domain')).groups).toEqual([{ name: 'example.org', ...counts }]);
  });

  it('by phone country are those of the first code by text message, whatever sort of account they have', async () => {
    const texted = people(MANY);
    const code = (country: string) => ({ channel: 'sms', country });
    await happen('activation-code.issued.v1', { channel: 'mail' }, texted);
    await happen('activation-code.issued.v1', code('FR'), texted);
    await happen('activation-code.issued.v1', code('DE'), texted);
    await happen('user.phone-verified.v1', {}, texted.slice(0, 4));
    await happen('user.phone-verified.v1', {}, texted.slice(0, 4));
    await follow();
    expect(await rates('phone-country')).toMatchObject({ groups: [{ name: 'FR', people: MANY, activated: 4 }] });
  });

  it('name no group of few people, in whatever weeks', async () => {
    await signUp(MANY, 'ada@example.org');
    for (const week of [0, 1, 2])
      await activated(
        await signUp(MANY - 1, 'ada@tiny.example', new Date(Date.parse(TODAY) - week * WEEK_MS).toISOString()),
      );
    await follow();
    expect(await rates('mail-domain', 3)).toMatchObject({
      groups: [{ name: 'example.org', people: MANY, activated: 0 }],
      others: { people: 3 * (MANY - 1), activated: 3 * (MANY - 1) },
    });
  });

  it('keep a domain of few people for days only, and nothing longer than anyone can ask for it', async () => {
    await signUp(MANY, 'ada@example.org');
    await signUp(2, 'ada@tiny.example');
    await follow();
    await fold();
    expect(await rowsOf('mail-domain')).toBe(2);
    await db.setTime(new Date(Date.parse(TODAY) + WEEK_MS));
    await fold();
    expect(await rowsOf('mail-domain')).toBe(2);
    expect((await rates('mail-domain', 2)).others).toMatchObject({ people: 2, activated: 0 });
    const [tiny] = await db.sql`select 1 from gatehouse.funnel_groups where name = 'tiny.example'`;
    expect(tiny).toBeUndefined();
    await db.setTime(new Date(Date.parse(TODAY) + 55 * WEEK_MS));
    await fold();
    expect(await rowsOf('mail-domain')).toBe(0);
  });

  it('cost a bounded number of rows, however many domains a stranger signs up at, and keep those known before', async () => {
    const weekBefore = new Date(Date.parse(TODAY) - WEEK_MS).toISOString();
    await signUp(MANY, 'ada@known.example', weekBefore);
    await follow();
    const domains = Array.from({ length: 700 }, (_, index) => `stranger@d${index}.example`);
    await db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data, occurred_at)
      select ${application}, gen_random_uuid(), gen_random_uuid(), 'user.registered.v1',
        jsonb_build_object('email', email), ${TODAY}::timestamptz
      from unnest(${domains}::text[]) as stranger (email)`;
    await follow(90);
    await activated(await signUp(MANY, 'ada@known.example'));
    await follow();
    expect(await rowsOf('mail-domain')).toBeLessThanOrEqual(203);
    expect(await rates('mail-domain')).toMatchObject({
      groups: [{ name: 'known.example', people: MANY, activated: MANY }],
      others: { people: 700, activated: 0 },
    });
  });

  it('do not change when people are erased, nor when the days are counted again', async () => {
    const email = `${randomUUID()}@example.org`;
    application = 'default';
    await db.sql`delete from gatehouse.funnel_groups where application = 'default'`;
    await signUp(MANY - 1, email);
    const userId = await harness.register({ email, password: 'nine seven lanterns' });
    await follow();
    const before = await rates('mail-domain');
    expect(before.groups).toMatchObject([{ name: 'example.org', people: MANY, activated: 0 }]);
    await harness.execute(Object.assign(new EraseUser(), { userId }), context);
    await harness.execute(new RecountFunnel(), context);
    await follow(50);
    expect(await rates('mail-domain')).toEqual(before);
  });

  it('of all applications together are an operator’s', async () => {
    await db.sql`truncate gatehouse.funnel_groups`;
    await signUp(MANY / 2, 'ada@example.org');
    application = `app-${randomUUID().slice(0, 8)}`;
    await signUp(MANY / 2, 'ada@example.org');
    await follow();
    expect((await rates('mail-domain')).groups).toEqual([]);
    expect((await rates('mail-domain', 1, null)).groups).toMatchObject([{ name: 'example.org', people: MANY }]);
  });
});
