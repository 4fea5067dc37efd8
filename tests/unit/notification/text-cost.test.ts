import { costOf } from '../../../libs/notification/domain/message/text-cost.js';

const table = {
  currency: 'EUR',
  byPrefix: new Map([
    ['33', '0.0749'],
    ['1', '0.0079'],
    ['1684', '0.21'],
    ['*', '0.1'],
  ]),
};
const cost = (phone: string, text = 'x') => costOf({ phone, text }, table);

describe('what an SMS costs', () => {
  it.each([
    ['+33612345678', '33', '0.0749'],
    ['+12025550123', '1', '0.0079'],
    ['+16842581234', '1684', '0.21'],
    ['+4915123456789', '*', '0.1'],
  ])('goes by the longest prefix of its number: %s', (phone, prefix, price) => {
    expect(cost(phone)).toEqual({ currency: 'EUR', prefix, price, segments: 1 });
  });

  it('is nothing, and said to be unknown, where the table has no price', () => {
    const byPrefix = new Map([['33', '0.0749']]);
    const unknown = costOf({ phone: '+4915123456789', text: 'x' }, { ...table, byPrefix });
    expect(unknown).toMatchObject({ currency: 'EUR', prefix: '', price: '0' });
  });

  it('counts each segment of a long text', () => {
    expect(cost('+33612345678', 'x'.repeat(200))).toMatchObject({ segments: 2 });
  });
});
