import { randomUUID } from 'node:crypto';
import type { Administrator } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { Database } from '@gatehouse/platform/postgres';
import {
  FindTextStops,
  FindTextTraffic,
  LiftTextStop,
  SendPhoneCode,
  VerifyPhone,
} from '@gatehouse/registration/contract';
import { registrationPurges } from '../../../libs/registration/adapters/postgres/purges/registration-purges.js';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Context,
  RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const [MINUTE, DAY] = [60_000, 86_400_000];
const OPERATOR: Administrator = { kind: 'operator', id: null, application: 'default', everywhere: true };
/** Few, so that each test is short: five an hour, a sample of four of which half must come back. */
const LIMITS = { perRangeAndHour: 5, rangeSample: 4, countrySample: 8, leastProvenPercent: 50, stopSeconds: 7_200 };

describe('SMS toll fraud', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let numbers: number;

  openHarness(async (opened) => {
    ({ db, harness } = opened);
    for (const slug of ['shop', 'news']) await setPolicy(db, { sms: LIMITS }, slug);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    numbers = 0;
  });

  /** Another number of the range, of somebody else each time. */
  const nextOf = (range: string): string => {
    numbers += 1;
    return `${range}${String(numbers).padStart(4, '0')}`;
  };
  const asker = async (application: string): Promise<Context> => {
    const person = { email: `${randomUUID()}@example.org`, password: 'nine seven lanterns' };
    const userId = await harness.activated(person, { application });
    return { application, actor: { userId, roles: ['user'] } };
  };
  const send = (phone: string, context: Context, by = harness) =>
    by.execute(commandFrom(SendPhoneCode, { phone }), context);
  const ask = async (phone: string, application = 'shop') => send(phone, await asker(application));
  /** Asks for a code, and enters it. */
  const prove = async (phone: string, application = 'shop') => {
    const context = await asker(application);
    expect(await send(phone, context)).toMatchObject({ ok: true });
    const code = await harness.deliver(context.actor?.userId ?? '', context);
    expect(await harness.execute(commandFrom(VerifyPhone, { code }), context)).toMatchObject({ ok: true });
  };
  const askTimes = async (times: number, range: string, application = 'shop') => {
    for (let each = 0; each < times; each += 1) {
      expect(await ask(nextOf(range), application)).toMatchObject({ ok: true });
    }
  };
  const stops = async (application = 'shop') => {
    const query = Object.assign(new FindTextStops(), {});
    const found = await harness.container
      .get(PLATFORM.queryBus)
      .ask(query, { application, network: null, requestId: 'tests' });
    return found.ok ? found.value.stops : [];
  };
  const throttled = (retryAfterSeconds: number) => ({ ok: false, error: { code: 'throttled', retryAfterSeconds } });
  const lift = (stopId: string, application = 'shop') =>
    harness.execute(commandFrom(LiftTextStop, { stopId }), { application, administrator: OPERATOR });
  const audited = async () =>
    db.sql`select application, act, subject, administrator_kind, network from gatehouse.audit_log
      where act like 'sms.%' order by position`;
  const sent = async (range: string) =>
    (await db.sql`select 1 from gatehouse.activation_codes where target like ${`${range}%`}`).length;

  it('go to a range as often as an hour allows; then it is stopped for an hour, and no other range is', async () => {
    await askTimes(5, '+3361234');
    expect(await ask(nextOf('+3361234'))).toEqual(throttled(3_600));
    expect(await ask(nextOf('+3361234'))).toEqual(throttled(3_600));
    expect(await ask(nextOf('+3361235'))).toMatchObject({ ok: true });
    expect(await stops()).toMatchObject([{ kind: 'range', place: '+3361234', reason: 'velocity', asked: 5 }]);
    await db.advance(60 * MINUTE);
    for (const phone of ['+33612340001', '+33612340002', '+33612340003', '+33612340004', '+33612340005']) {
      await db.sql`update gatehouse.sms_ranges set proven = asked`;
      expect(await ask(phone)).toMatchObject({ ok: true });
    }
  });

  it('go to no range that asks much and proves little, for as long as the operator says', async () => {
    await askTimes(4, '+3361234');
    await db.advance(20 * MINUTE);
    expect(await ask(nextOf('+3361234'))).toEqual(throttled(7_200));
    expect(await stops()).toEqual([
      expect.objectContaining({ place: '+3361234', reason: 'unproven', asked: 4, proven: 0 }),
    ]);
    await db.advance(7_200_000);
    expect(await stops()).toEqual([]);
    // What was asked before the stop no longer counts.
    expect(await ask(nextOf('+3361234'))).toMatchObject({ ok: true });
  });

  it('go on to a range whose people enter their codes', async () => {
    for (let each = 0; each < 2; each += 1) await prove(nextOf('+3361234'));
    await askTimes(2, '+3361234');
    await db.advance(20 * MINUTE);
    expect(await ask(nextOf('+3361234'))).toMatchObject({ ok: true });
  });

  it('go to no country of which too few codes come back, whatever the ranges', async () => {
    for (let range = 0; range < 4; range += 1) await askTimes(2, `+336123${range}`);
    await db.advance(31 * MINUTE);
    expect(await ask('+33799990001')).toEqual(throttled(7_200));
    expect(await stops()).toMatchObject([{ kind: 'country', place: 'FR', reason: 'unproven', asked: 8, proven: 0 }]);
    expect(await ask('+4915123450001')).toMatchObject({ ok: true });
    await db.advance(7_200_000);
    expect(await ask('+33799990001')).toMatchObject({ ok: true });
  });

  it('are counted by country and range, with the share of those that came back', async () => {
    await prove(nextOf('+3361234'));
    await askTimes(2, '+3361234');
    await askTimes(1, '+491512345');
    const found = await harness.container
      .get(PLATFORM.queryBus)
      .ask(new FindTextTraffic(), { application: 'shop', network: null, requestId: 'tests' });
    expect(found).toMatchObject({
      value: {
        countries: [
          { country: 'FR', asked: 3, proven: 1, provenPercent: 33.3 },
          { country: 'DE', asked: 1, proven: 0, provenPercent: 0 },
        ],
        ranges: [
          { range: '+3361234', country: 'FR', asked: 3, proven: 1, provenPercent: 33.3 },
          { range: '+491512345', country: 'DE', asked: 1, proven: 0, provenPercent: 0 },
        ],
      },
    });
  });

  it('are stopped by the service, which the audit log says, and again once somebody has lifted that', async () => {
    const before = (await audited()).length;
    await askTimes(4, '+3361234');
    await db.advance(20 * MINUTE);
    await Promise.all(Array.from({ length: 5 }, () => ask(nextOf('+3361234'))));
    const [stop] = await stops();
    expect(await lift(stop?.id ?? '')).toMatchObject({ ok: true });
    expect(await lift(stop?.id ?? '')).toMatchObject({ error: { code: 'text-stop-unknown' } });
    expect((await audited()).slice(before)).toMatchObject([
      { application: 'shop', act: 'sms.stopped', subject: '+3361234', administrator_kind: 'service', network: null },
      { application: 'shop', act: 'sms.stop-lifted', subject: stop?.id, administrator_kind: 'operator' },
    ]);
    await db.advance(1);
    await askTimes(4, '+3361234');
    await db.advance(20 * MINUTE);
    expect(await ask(nextOf('+3361234'))).toEqual(throttled(7_200));
  });

  it('of one application are no other’s business: not its stops, nor the lifting of them', async () => {
    await askTimes(4, '+3361234');
    await db.advance(20 * MINUTE);
    await ask(nextOf('+3361234'));
    const [stop] = await stops();
    expect(await stops('news')).toEqual([]);
    expect(await lift(stop?.id ?? '', 'news')).toMatchObject({ error: { code: 'text-stop-unknown' } });
    expect(await stops()).toHaveLength(1);
    expect(await ask(nextOf('+3361234'), 'news')).toMatchObject({ ok: true });
  });

  it('never pass the limits of a range, however many ask two processes at once', async () => {
    const other = new RegistrationHarness(db);
    try {
      const askers = await Promise.all(Array.from({ length: 24 }, () => asker('shop')));
      const answers = await Promise.all(
        askers.map((context, at) => send(nextOf('+3361234'), context, at % 2 ? harness : other)),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(LIMITS.perRangeAndHour);
      expect(await sent('+3361234')).toBe(LIMITS.perRangeAndHour);
      await db.advance(20 * MINUTE);
      await Promise.all(askers.map((context, at) => send(nextOf('+3361234'), context, at % 2 ? harness : other)));
      expect(await sent('+3361234')).toBe(LIMITS.perRangeAndHour);
      expect(await stops()).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it('that one person asks for again and again do not stop a range', async () => {
    const context = await asker('shop');
    for (let each = 0; each < 5; each += 1) {
      expect(await send('+33612340001', context)).toMatchObject({ ok: true });
      await db.advance(20 * MINUTE);
    }
    expect(await ask(nextOf('+3361234'))).toMatchObject({ ok: true });
  });

  it('that are asked for one number at once cost its range and the application a single one', async () => {
    const context = await asker('shop');
    await Promise.all(Array.from({ length: 20 }, () => send('+33612340001', context)));
    const [range] = await db.sql`select cardinality(sent) as asked from gatehouse.sms_ranges`;
    const [day] = await db.sql`select cardinality(hits) as hits from gatehouse.throttles
      where application = 'shop' and bucket = 'text-messages'`;
    expect([range?.['asked'], day?.['hits']]).toEqual([1, 1]);
  });

  it('leave nothing behind once a day has gone by', async () => {
    await askTimes(4, '+3361234');
    await db.advance(20 * MINUTE);
    await ask(nextOf('+3361234'));
    await db.advance(4 * DAY);
    const database = new Database({ url: db.url, applicationName: 'purge', poolSize: 2, deadlineMs: 60_000 });
    try {
      for (const purge of registrationPurges.map((on) => on(database)).filter(({ what }) => what.startsWith('sms-'))) {
        for await (const _ of purge.batches(2));
      }
    } finally {
      await database.close();
    }
    for (const table of ['sms_ranges', 'sms_countries', 'sms_stops']) {
      expect(await db.sql`select 1 from gatehouse.${db.sql(table)}`).toHaveLength(0);
    }
  });
});
