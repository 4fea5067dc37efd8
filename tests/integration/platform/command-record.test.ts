import { randomUUID } from 'node:crypto';
import type { CommandContext, DomainEvent, NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import { commandRecord, EVENTS_CHANNEL, eventsOfRows } from '@gatehouse/platform/events';
import { Database } from '@gatehouse/platform/postgres';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

type ThingCounted = DomainEvent<'thing.counted.v1', { readonly name: string; readonly count: number }>;
type ThingMoved = DomainEvent<'thing.moved.v1', { readonly thingId: string }>;

const context: CommandContext = {
  application: 'default',
  network: null,
  requestId: 'tests',
  administrator: OPERATOR,
};
const happened = (type: string, data: object = {}): NewEvent => ({
  id: randomUUID(),
  subject: randomUUID(),
  type,
  data,
});
const moved: UnfinishedEvent<ThingMoved, 'thingId'> = { type: 'thing.moved.v1', data: {}, awaits: ['thingId'] };

describe('what a command’s statement tells besides what it changes', () => {
  let db: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    db = await createTestDatabase();
    database = new Database({ url: db.url, applicationName: 'tests', deadlineMs: 30_000 });
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });
  beforeEach(() => db.sql`truncate gatehouse.event_log`);

  const logged = () =>
    db.sql<{ application: string; subject: string; type: string; data: object }[]>`
      select application, subject, type, data from gatehouse.event_log order by position`;

  it('is its events in their order, and the audit entry', async () => {
    const [first, second] = [happened('thing.begun.v1', { a: 1 }), happened('thing.ended.v1')];
    await database.query((sql) => {
      const audit = { act: 'thing.done', subject: first.subject };
      const record = commandRecord(sql, context, { cause: 'done', events: [first, second], audit });
      return sql`with done as (select 1) ${record.expressions} select ${record.wake} from done`;
    });
    expect(await logged()).toEqual([
      { application: 'default', subject: first.subject, type: 'thing.begun.v1', data: { a: 1 } },
      { application: 'default', subject: second.subject, type: 'thing.ended.v1', data: {} },
    ]);
    expect(await db.sql`select act from gatehouse.audit_log where subject = ${first.subject}`).toEqual([
      { act: 'thing.done' },
    ]);
  });

  it('is nothing where nothing was done', async () => {
    await database.query((sql) => {
      const events = [
        happened('thing.begun.v1'),
        eventsOfRows('done', moved, { subject: 'id', data: { thingId: 'id' } }),
      ];
      const audit = { act: 'thing.done', subject: 'nothing' };
      const record = commandRecord(sql, context, { cause: 'done', events, audit });
      return sql`
        with done as (select gen_random_uuid() as id where false) ${record.expressions} select ${record.wake} from done`;
    });
    expect(await logged()).toEqual([]);
    expect(await db.sql`select from gatehouse.audit_log where subject = 'nothing'`).toHaveLength(0);
  });

  it('is completed by the rows of the statement, in the order in which the events were named', async () => {
    const counted: NewEvent<UnfinishedEvent<ThingCounted, 'count'>> = {
      id: randomUUID(),
      subject: randomUUID(),
      type: 'thing.counted.v1',
      data: { name: 'it' },
      awaits: ['count'],
    };
    const [before, after] = [happened('thing.begun.v1'), happened('thing.ended.v1')];
    const [one, other] = [randomUUID(), randomUUID()];
    await database.query((sql) => {
      const { expressions } = commandRecord(sql, context, {
        cause: 'done',
        events: [
          before,
          eventsOfRows('done', counted, { data: { count: 'number' } }),
          eventsOfRows('things', moved, { application: 'owner', subject: 'id', data: { thingId: 'id' } }),
          after,
        ],
      });
      return sql`
        with done as (select 7 as number),
        things as (select 'shop' as owner, * from unnest(array[${one}, ${other}]::uuid[]) as id)
        ${expressions} select 1`;
    });
    expect(await logged()).toEqual([
      { application: 'default', subject: before.subject, type: 'thing.begun.v1', data: {} },
      { application: 'default', subject: counted.subject, type: 'thing.counted.v1', data: { name: 'it', count: 7 } },
      { application: 'shop', subject: one, type: 'thing.moved.v1', data: { thingId: one } },
      { application: 'shop', subject: other, type: 'thing.moved.v1', data: { thingId: other } },
      { application: 'default', subject: after.subject, type: 'thing.ended.v1', data: {} },
    ]);
  });

  it('is no audit entry for what people do on their own account, and never one that nobody answers for', async () => {
    const own = { application: 'default', network: null, requestId: 'tests' };
    const run = (mayBeOwn: { readonly mayBeOwn?: true }) =>
      database.query((sql) => {
        const audit = { act: 'thing.done', subject: 'own', ...mayBeOwn };
        const record = commandRecord(sql, own, { cause: 'done', events: [], audit });
        return sql`with done as (select 1) ${record.expressions} select 1`;
      });
    await run({ mayBeOwn: true });
    expect(await db.sql`select from gatehouse.audit_log where subject = 'own'`).toHaveLength(0);
    await expect(async () => run({})).rejects.toThrow('Nobody answers for "thing.done"');
  });

  it('wakes those who follow these events', async () => {
    let hear: (payload: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => {
      hear = resolve;
    });
    const listening = await db.sql.listen(EVENTS_CHANNEL, hear);
    const events = [happened('thing.begun.v1'), happened('thing.begun.v1'), happened('thing.ended.v1')];
    await database.query((sql) => {
      const record = commandRecord(sql, context, { cause: 'done', events });
      return sql`with done as (select 1) ${record.expressions} select ${record.wake} from done`;
    });
    expect(await heard).toBe('thing.begun.v1 thing.ended.v1');
    await listening.unlisten();
  });

  it('is one and the same statement for the same command, whatever it tells', async () => {
    const textOf = async (data: object) => {
      const rows = await database.query<{ query: string }>((sql) => {
        const record = commandRecord(sql, context, { cause: 'done', events: [happened('thing.begun.v1', data)] });
        return sql`
          with done as (select 1) ${record.expressions}
          select query from pg_stat_activity where pid = pg_backend_pid()`;
      });
      return rows[0]?.query;
    };
    expect(await textOf({ a: 1 })).toBe(await textOf({ b: [2, 3], c: 'x' }));
  });
});
