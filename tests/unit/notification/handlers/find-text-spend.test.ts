import { type Administrator, queryWith } from '@gatehouse/kernel';
import { FindTextSpend, type TextSpend } from '@gatehouse/notification/contract';
import type { TextSpends } from '../../../../libs/notification/application/ports/text-spends.js';
import { FindTextSpendHandler } from '../../../../libs/notification/application/spend/find-text-spend.js';
import { StoppedClock } from '../../../support/access/stopped-clock.js';

type Day = TextSpend['days'][number];

const spentOn = (day: string, application = 'shop'): Day => ({
  application,
  day,
  currency: 'EUR',
  messages: 1,
  segments: 1,
  unpriced: 0,
  amount: '0.0749',
});

/** One SMS of the shop on each of these days, and one of the garden. */
const spends: TextSpends = {
  read: async ({ from, to, application }) => {
    const all = [spentOn('2026-05-31'), spentOn('2026-05-02'), spentOn('2026-05-01'), spentOn('2026-05-31', 'garden')];
    const days = all.filter(
      (one) => one.day >= from && one.day <= to && one.application === (application ?? one.application),
    );
    return { from, to, totals: [], days };
  },
};

const administrator = (everywhere: boolean): Administrator => ({
  kind: 'user',
  id: 'boss',
  application: 'shop',
  everywhere,
});

const find = (fields: Partial<FindTextSpend> = {}, by: Administrator | undefined = administrator(false)) =>
  new FindTextSpendHandler({ spends, clock: new StoppedClock(new Date('2026-05-31T23:59:59.999Z')) }).execute(
    queryWith(FindTextSpend, fields),
    { application: 'shop', network: null, requestId: 'request-1', ...(by && { administrator: by }) },
  );

describe('what SMS cost', () => {
  it('is that of the last 30 days by default, today included, in one’s own application', async () => {
    expect(await find()).toEqual({
      ok: true,
      value: {
        from: '2026-05-02',
        to: '2026-05-31',
        totals: [],
        days: [spentOn('2026-05-31'), spentOn('2026-05-02')],
      },
    });
  });

  it('is that of 30 days to the one that is named', async () => {
    expect(await find({ to: '2026-05-30' })).toMatchObject({
      ok: true,
      value: { from: '2026-05-01', to: '2026-05-30', days: [spentOn('2026-05-02'), spentOn('2026-05-01')] },
    });
  });

  it('cannot be that of a time that ends before it begins', async () => {
    const errors = [expect.objectContaining({ pointer: '/to' })];
    expect(await find({ from: '2026-05-31', to: '2026-05-30' })).toEqual({
      ok: false,
      error: { code: 'validation-failed', errors },
    });
  });

  it('of all applications, or of another one, is for operators', async () => {
    const operator = administrator(true);
    const both = [spentOn('2026-05-31'), spentOn('2026-05-31', 'garden')];
    const days = { from: '2026-05-31', to: '2026-05-31' };
    expect(await find({ ...days, application: '*' }, operator)).toMatchObject({ ok: true, value: { days: both } });
    expect(await find({ ...days, application: 'garden' }, operator)).toMatchObject({
      ok: true,
      value: { days: [spentOn('2026-05-31', 'garden')] },
    });
  });

  it.each(['garden', '*'])('of %s is not found by anyone else', async (application) => {
    const notFound = { ok: false, error: { code: 'application-not-found' } };
    expect(await find({ application })).toEqual(notFound);
    expect(await find({ application }, undefined)).toEqual(notFound);
  });

  it('of one’s own application can be asked for by its name', async () => {
    expect(await find({ application: 'shop' })).toMatchObject({ ok: true, value: { days: [{}, {}] } });
  });
});
