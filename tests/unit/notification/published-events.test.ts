import { notificationEvents } from '../../../libs/notification/contract/event-contracts.js';
import { messageRetried, messageSent } from '../../../libs/notification/domain/message/delivery.js';
import { outcomeEvents } from '../../../libs/notification/domain/message/outcome.js';
import { providerChanged } from '../../../libs/notification/domain/provider/provider.js';
import { contractFaults } from '../../support/contract-faults.js';

const EVENT = '0197a000-0000-7000-8000-000000000001';
const OTHER = '0197a000-0000-7000-8000-000000000002';
const TIME = '2026-05-01T12:00:00.000Z';
const report = { channel: 'sms', provider: 'twilio', processId: 'process-1', reason: 'http-500' } as const;

const EVENTS = [
  messageSent,
  messageRetried,
  ...Object.values(outcomeEvents),
  providerChanged(EVENT, { ...report, state: 'open' }),
  providerChanged(EVENT, { ...report, state: 'closed' }),
];

/** What only the statements that write events know. */
const FOUND = {
  messageId: OTHER,
  userId: OTHER,
  codeId: OTHER,
  noticeId: null,
  channel: 'mail',
  template: 'activation-code',
  provider: 'ses',
  round: 1,
  sendAfter: TIME,
  at: TIME,
  reason: 'mailbox-full',
};

it.each(EVENTS.map((event) => [event.type, event] as const))(
  'an event says what is published of it: %s',
  (_type, event) => {
    expect(contractFaults(notificationEvents, event, FOUND)).toEqual([]);
  },
);

it('every event that is published is made by the domain', () => {
  expect([...new Set(EVENTS.map(({ type }) => type))].sort()).toEqual(Object.keys(notificationEvents).sort());
});
