import { parametersIn, refuseBadQuery } from '@gatehouse/platform/edge';
import { FindDeliveries } from '@gatehouse/webhooks/contract';

const operation = { query: FindDeliveries, queryFields: ['state', 'after', 'limit'] };
const refusalOf = (text: string): unknown => {
  try {
    return refuseBadQuery(operation, new URLSearchParams(text)) ?? null;
  } catch (error) {
    return error;
  }
};

describe('the parameters of an operation whose query has fields from elsewhere', () => {
  it('are those that it names: nothing is missed that the path holds', () => {
    expect(refusalOf('')).toBeNull();
    expect(refusalOf('state=failed&limit=20')).toBeNull();
  });

  it('do not include the others, whatever they hold', () => {
    const refusal = { errors: [{ pointer: '/webhookId', code: 'field-unknown' }] };
    expect(refusalOf('webhookId=019a4f3e-7c1a-7d3e-9b1f-2f6f6d0c8a11')).toMatchObject({ refusal });
  });

  it('are refused as the class says', () => {
    expect(refusalOf('limit=201')).toMatchObject({ refusal: { errors: [{ pointer: '/limit' }] } });
    expect(refusalOf('state=failed&state=pending')).toMatchObject({
      refusal: { errors: [{ pointer: '/state', code: 'value-repeated' }] },
    });
  });

  it('become fields of the query, numbers as numbers', () => {
    expect(parametersIn(FindDeliveries, new URLSearchParams('state=failed&limit=20'))).toMatchObject({
      state: 'failed',
      limit: 20,
    });
  });
});
