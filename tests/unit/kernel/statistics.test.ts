import { type Administrator, applicationAsked, daysAsked, type QueryContext } from '@gatehouse/kernel';

const NOW = new Date('2026-05-31T23:59:59.999Z');
const REFUSED = {
  pointer: '/to',
  code: 'value-invalid',
  message: 'Must be a day from `from` on, 366 days in all at most',
};

describe('the days of statistics', () => {
  it.each([
    ['the last 30 by default, today included', {}, '2026-05-02', '2026-05-31'],
    ['those where nothing is said either', { from: null, to: null }, '2026-05-02', '2026-05-31'],
    ['30 to the one that is named', { to: '2026-05-30' }, '2026-05-01', '2026-05-30'],
    ['all until today from the one that is named', { from: '2026-05-30' }, '2026-05-30', '2026-05-31'],
    ['a single one', { from: '2026-05-31', to: '2026-05-31' }, '2026-05-31', '2026-05-31'],
    ['366 at most', { from: '2025-05-31', to: '2026-05-31' }, '2025-05-31', '2026-05-31'],
  ])('are %s', (_, asked, from, to) => {
    expect(daysAsked(asked, NOW)).toEqual({ from, to });
  });

  it.each([
    ['367', '2025-05-30', '2026-05-31'],
    ['a time that ends before it begins', '2026-05-31', '2026-05-30'],
  ])('are not %s, except without a limit', (_, from, to) => {
    expect(daysAsked({ from, to }, NOW)).toEqual(REFUSED);
    expect(daysAsked({ from, to }, NOW, true)).toEqual({ from, to });
  });
});

describe('the application of statistics', () => {
  const by = (everywhere: boolean | null): QueryContext => {
    const administrator: Administrator = {
      kind: 'user',
      id: 'boss',
      application: 'shop',
      everywhere: everywhere === true,
    };
    return { application: 'shop', network: null, requestId: 'r', ...(everywhere !== null && { administrator }) };
  };

  it.each([null, false, true])('is one’s own by default, or by its name (everywhere: %s)', (everywhere) => {
    for (const asked of [undefined, null, 'shop']) {
      expect(applicationAsked(asked, by(everywhere))).toEqual({ ok: true, value: 'shop' });
    }
  });

  it('is another, or all, for administrators of all alone', () => {
    expect(applicationAsked('garden', by(true))).toEqual({ ok: true, value: 'garden' });
    expect(applicationAsked('*', by(true))).toEqual({ ok: true, value: null });
    for (const everywhere of [null, false]) {
      for (const asked of ['garden', '*']) {
        expect(applicationAsked(asked, by(everywhere))).toMatchObject({ error: { code: 'application-not-found' } });
      }
    }
  });
});
