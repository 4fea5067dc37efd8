import { queryWith } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { FindEventsHandler } from '../../../libs/webhooks/application/events/find-events.js';
import type { EventPages } from '../../../libs/webhooks/application/ports/event-pages.js';
import type { WebhookViews } from '../../../libs/webhooks/application/ports/webhooks.js';
import {
  FindDeliveriesHandler,
  FindWebhooksHandler,
} from '../../../libs/webhooks/application/webhooks/find-webhooks.js';
import { CreateWebhookHandler } from '../../../libs/webhooks/application/webhooks/manage-webhooks.js';
import { CreateWebhook } from '../../../libs/webhooks/contract/commands/webhooks.js';
import { FindDeliveries, type WebhookDelivery } from '../../../libs/webhooks/contract/queries/find-deliveries.js';
import { FindEvents } from '../../../libs/webhooks/contract/queries/find-events.js';
import { FindWebhooks } from '../../../libs/webhooks/contract/queries/find-webhooks.js';
import { GARDEN, SHOP, WebhookStage } from '../../support/webhooks/webhook-stage.js';

const delivery = (number: number, state: WebhookDelivery['state']): WebhookDelivery => ({
  id: `number ${number}`,
  eventId: 'event',
  type: 'user.activated.v1',
  state,
  attempts: 1,
  answers: [],
  createdAt: '2026-05-01T12:00:00.000Z',
  nextAttemptAt: null,
  endedAt: null,
  failure: null,
});

/** One webhook of the shop, with sixty deliveries, every tenth of them failed. */
class SixtyDeliveries implements WebhookViews {
  readonly #all = Array.from({ length: 60 }, (_, index) =>
    delivery(60 - index, index % 10 === 9 ? 'failed' : 'delivered'),
  );

  async ofApplication() {
    return [];
  }

  async deliveries({ application, webhookId, state, after, limit }: Parameters<WebhookViews['deliveries']>[0]) {
    if (application !== 'shop' || webhookId !== 'webhook') return null;
    const behind = this.#all.slice(this.#all.findIndex(({ id }) => id === after) + 1);
    return behind.filter((one) => state === null || one.state === state).slice(0, limit);
  }
}

describe('an application’s webhooks', () => {
  it('are its own alone', async () => {
    const stage = new WebhookStage();
    for (const context of [SHOP, GARDEN]) {
      const command = commandFrom(CreateWebhook, { url: `https://${context.application}.example` });
      await new CreateWebhookHandler(stage).execute(command, context);
    }
    const webhooks: WebhookViews = {
      ofApplication: (application) => stage.webhooks.ofApplication(application),
      deliveries: async () => null,
    };
    expect(await new FindWebhooksHandler({ webhooks }).execute(new FindWebhooks(), SHOP)).toMatchObject({
      ok: true,
      value: { webhooks: [{ url: 'https://shop.example' }] },
    });
  });
});

describe('deliveries to a webhook', () => {
  const find = async (fields: Partial<FindDeliveries>, context = SHOP) => {
    const handler = new FindDeliveriesHandler({ webhooks: new SixtyDeliveries() });
    const answer = await handler.execute(queryWith(FindDeliveries, { webhookId: 'webhook', ...fields }), context);
    if (!answer.ok) return answer.error.code;
    const { deliveries, nextAfter } = answer.value;
    return { ids: deliveries.map(({ id }) => id), nextAfter };
  };

  it('come page by page, fifty at once', async () => {
    const page = await find({});
    expect(page).toMatchObject({ nextAfter: 'number 11' });
    expect(page).toHaveProperty('ids.length', 50);
    expect(await find({ after: 'number 11' })).toMatchObject({ ids: { length: 10 }, nextAfter: null });
  });

  it('come as many at once as is said', async () => {
    expect(await find({ limit: 2 })).toEqual({ ids: ['number 60', 'number 59'], nextAfter: 'number 59' });
    expect(await find({ limit: null })).toMatchObject({ ids: { length: 50 } });
  });

  it('end with the page that is just full', async () => {
    expect(await find({ state: 'failed', limit: 6 })).toMatchObject({ ids: { length: 6 }, nextAfter: null });
  });

  it.each([
    ['a webhook that never was', { webhookId: 'none' }, SHOP],
    ['a webhook of another application', {}, GARDEN],
  ])('are refused for %s', async (_name, fields, context) => {
    expect(await find(fields, context)).toBe('webhook-unknown');
  });
});

describe('an application’s events', () => {
  /** A log that begins behind `9-9-9` and answers what it was asked. */
  const events: EventPages = {
    page: async (wanted, after) =>
      after === '1-1-1'
        ? { beginning: '9-9-9' }
        : { events: [], nextAfter: JSON.stringify({ ...wanted, after }), more: false },
  };
  const find = async (fields: Partial<FindEvents>) => {
    const answer = await new FindEventsHandler({ events }).execute(queryWith(FindEvents, fields), SHOP);
    return answer.ok ? JSON.parse(answer.value.nextAfter) : answer.error;
  };

  it('are all of them, from the beginning, a hundred at once', async () => {
    const all = { application: 'shop', types: null, limit: 100, after: null };
    expect(await find({})).toEqual(all);
    expect(await find({ types: null, limit: null, after: null })).toEqual(all);
  });

  it('are those of the types that are said, behind the cursor that is said', async () => {
    expect(await find({ types: 'user.activated.v1,user.erased.v1', after: '2-2-2', limit: 7 })).toEqual({
      application: 'shop',
      types: ['user.activated.v1', 'user.erased.v1'],
      limit: 7,
      after: '2-2-2',
    });
  });

  it('are refused from a place before the log begins, with the place where it does', async () => {
    expect(await find({ after: '1-1-1' })).toMatchObject({ code: 'events-archived', nextAfter: '9-9-9' });
  });
});
