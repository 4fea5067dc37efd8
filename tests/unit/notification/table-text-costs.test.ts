import { TableTextCosts } from '../../../libs/notification/adapters/providers/table-text-costs.js';

const table = { currency: 'EUR', byPrefix: new Map([['33', '0.0749']]) };

describe('what SMS cost', () => {
  it('is not estimated without a table; with one, what was spent is told for the metrics', () => {
    const told: unknown[] = [];
    const spend = (labels: object, amount: number) => told.push({ ...labels, amount });
    expect(new TableTextCosts(null, spend).of({ phone: '+33612345678', text: 'x' })).toBeNull();
    const costs = new TableTextCosts(table, spend);
    const two = costs.of({ phone: '+33612345678', text: 'x'.repeat(200) });
    if (two) costs.spent('shop', two);
    expect(told).toEqual([{ application: 'shop', currency: 'EUR', amount: 0.1498 }]);
  });
});
