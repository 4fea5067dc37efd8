import { vonageEvents } from '../../../libs/notification/adapters/vonage/vonage-events.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const ID = '0197a000-0000-7000-8000-000000000001';

const readAs = (status: string, error?: string) =>
  vonageEvents({ events: 'a-signature-secret-of-the-account' }).read(
    {
      headers: {},
      search: '',
      body: Buffer.from(
        JSON.stringify({
          client_ref: ID,
          timestamp: NOW.toISOString(),
          status,
          ...(error && { error: { title: error } }),
        }),
      ),
    },
    NOW,
  );

describe('what Vonage reports of a text message', () => {
  it.each([
    ['delivered', undefined, 'delivered', null],
    ['rejected', '1170', 'hard-bounced', 'mailbox-unavailable'],
    ['undeliverable', '1170', 'hard-bounced', 'mailbox-unavailable'],
    ['rejected', '1240', 'unsubscribed', null],
    ['undeliverable', '1210', 'soft-bounced', 'rejected'],
    ['undeliverable', '1280', 'soft-bounced', 'rejected'],
  ])('is, for %s with error %s, %s', async (status, error, outcome, reason) => {
    expect(await readAs(status, error)).toEqual([{ deliveryId: ID, outcome, at: NOW.toISOString(), reason }]);
  });

  it.each(['1180', '1190', '1250', '1260', undefined])(
    'does not put a number on our list for a year that was not reached this time (%s)',
    async (error) => {
      expect(await readAs('undeliverable', error)).toMatchObject([{ outcome: 'soft-bounced', reason: null }]);
    },
  );

  it('is nothing while it is on its way', async () => {
    expect(await readAs('submitted')).toEqual([]);
  });
});
