import { type Administrator, type QueryContext, queryWith } from '@gatehouse/kernel';
import { FindActivationRates, FindFunnel, RecountFunnel } from '@gatehouse/registration/contract';
import {
  FindActivationRatesHandler,
  FindFunnelHandler,
  RecountFunnelHandler,
} from '../../../../libs/registration/application/funnel/funnel.js';
import type { FunnelViews } from '../../../../libs/registration/application/ports/funnel.js';
import { StoppedClock } from '../../../support/access/stopped-clock.js';

const counts = { signedUp: 1, mailed: 1, activated: 1, superseded: 0, expired: 0, medianSecondsToActivate: 9 };
const signedUpOn = (day: string, application = 'shop') => ({ application, day, ...counts });
const people = { people: 1, delivered: 1, bounced: 0, activated: 1 };

/** One sign-up on each of these days at the shop, and one in the garden. */
const funnel: FunnelViews = {
  read: async ({ application, from, to }) => {
    const all = [signedUpOn('2026-05-31'), signedUpOn('2026-05-02'), signedUpOn('2026-05-01')];
    const wanted = [...all, signedUpOn('2026-05-31', 'garden')].filter(
      (one) => one.day >= from && one.day <= to && (application === null || one.application === application),
    );
    return { from, to, total: counts, days: wanted };
  },
  rates: async ({ application, by, weeks }) => {
    const groups = [{ name: `${application ?? 'everywhere'}, ${weeks} weeks`, ...people }];
    return { by, from: '2026-05-25', groups, others: people };
  },
};

const by = (kind: Administrator['kind'], everywhere: boolean): QueryContext => ({
  application: 'shop',
  network: null,
  requestId: 'request-1',
  administrator: { kind, id: 'boss', application: 'shop', everywhere },
});
const OWN = by('user', false);
const nobody: QueryContext = { application: 'shop', network: null, requestId: 'request-1' };
const notFound = { ok: false, error: { code: 'application-not-found' } };

const find = (fields: Partial<FindFunnel> = {}, context = OWN) =>
  new FindFunnelHandler({ funnel, clock: new StoppedClock(new Date('2026-05-31T23:59:59.999Z')) }).execute(
    queryWith(FindFunnel, fields),
    context,
  );
const rates = (fields: Partial<FindActivationRates> = {}, context = OWN) =>
  new FindActivationRatesHandler({ funnel }).execute(
    queryWith(FindActivationRates, { by: 'provider', ...fields }),
    context,
  );

describe('how far sign-ups came', () => {
  it('is that of the last 30 days by default, today included, in one’s own application', async () => {
    const days = [signedUpOn('2026-05-31'), signedUpOn('2026-05-02')];
    expect(await find()).toEqual({ ok: true, value: { from: '2026-05-02', to: '2026-05-31', total: counts, days } });
  });

  it('is that of 30 days to the one that is named', async () => {
    expect(await find({ to: '2026-05-30' })).toMatchObject({
      ok: true,
      value: { from: '2026-05-01', to: '2026-05-30' },
    });
  });

  it('cannot be that of over a year, except for the operator at the machine', async () => {
    const days = { from: '2025-05-30', to: '2026-05-31' };
    const refused = {
      ok: false,
      error: { code: 'validation-failed', errors: [expect.objectContaining({ pointer: '/to' })] },
    };
    expect(await find(days)).toEqual(refused);
    expect(await find(days, nobody)).toEqual(refused);
    expect(await find(days, by('operator', true))).toMatchObject({ ok: true, value: days });
  });

  it('of all applications, or of another one, is for operators', async () => {
    const everywhere = by('user', true);
    const day = { from: '2026-05-31', to: '2026-05-31' };
    const both = [signedUpOn('2026-05-31'), signedUpOn('2026-05-31', 'garden')];
    expect(await find({ ...day, application: '*' }, everywhere)).toMatchObject({ ok: true, value: { days: both } });
    expect(await find({ ...day, application: 'garden' }, everywhere)).toMatchObject({
      ok: true,
      value: { days: [signedUpOn('2026-05-31', 'garden')] },
    });
  });

  it.each(['*', 'garden'])('of %s is not found by anyone else', async (application) => {
    expect(await find({ application })).toEqual(notFound);
    expect(await find({ application }, nobody)).toEqual(notFound);
    expect(await rates({ application })).toEqual(notFound);
  });
});

describe('how many activated', () => {
  it('is that of five weeks by default, in one’s own application', async () => {
    expect(await rates()).toMatchObject({ ok: true, value: { by: 'provider', groups: [{ name: 'shop, 5 weeks' }] } });
    expect(await rates({ weeks: 2, application: 'shop' })).toMatchObject({
      ok: true,
      value: { groups: [{ name: 'shop, 2 weeks' }] },
    });
  });

  it('is that of all applications for operators', async () => {
    expect(await rates({ application: '*' }, by('user', true))).toMatchObject({
      ok: true,
      value: { groups: [{ name: 'everywhere, 5 weeks' }] },
    });
  });
});

describe('counting again', () => {
  it('begins with the first event of the log', async () => {
    let counted = 7;
    const restart = async () => {
      counted = 0;
    };
    const handler = new RecountFunnelHandler({ counts: { restart, count: async () => undefined } });
    expect(await handler.execute(new RecountFunnel(), OWN)).toEqual({ ok: true, value: null });
    expect(counted).toBe(0);
  });
});
