import { webhooksEvents } from '../../../libs/webhooks/contract/event-contracts.js';
import * as webhook from '../../../libs/webhooks/domain/webhook/webhook.js';
import { contractFaults } from '../../support/contract-faults.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const WEBHOOK = '0197a000-0000-7000-8000-000000000002';
const DELIVERY = '0197a000-0000-7000-8000-000000000003';

const EVENTS = [
  webhook.webhookCreated(EVENT, WEBHOOK, null),
  webhook.webhookCreated(EVENT, WEBHOOK, ['user.erased.v1']),
  webhook.webhookChanged(EVENT, WEBHOOK, ['url']),
  webhook.webhookDeleted(EVENT, WEBHOOK),
  webhook.webhookSecretRotated(EVENT, WEBHOOK),
  webhook.webhookPinged(EVENT, WEBHOOK),
  webhook.webhookDisabled(EVENT, WEBHOOK, { kind: 'failed', failure: 'gone' }),
  webhook.webhookDisabled(EVENT, WEBHOOK, { kind: 'failed', failure: 'deadline-passed' }),
  webhook.deliveryReplayed(EVENT, WEBHOOK, DELIVERY),
  webhook.deliveriesReplayed(EVENT, WEBHOOK),
];

it.each(EVENTS.map((event) => [event.type, event] as const))(
  'an event says what is published of it: %s',
  (_type, event) => {
    expect(contractFaults(webhooksEvents, event, { deliveryIds: [DELIVERY] })).toEqual([]);
  },
);

it('every event that is published is made by the domain', () => {
  expect([...new Set(EVENTS.map(({ type }) => type))].sort()).toEqual(Object.keys(webhooksEvents).sort());
});
