import { reasonIn } from '../../../libs/notification/adapters/events/report-contract.js';
import {
  heldBackAs,
  OUTCOMES,
  outcomeEvents,
  toldToHolder,
} from '../../../libs/notification/domain/message/outcome.js';

describe('what a provider tells of a message', () => {
  it('has an event each, which says what kind of bounce it was', () => {
    expect(OUTCOMES.map((outcome) => outcomeEvents[outcome].type)).toEqual([
      'message.deferred.v1',
      'message.bounced.v1',
      'message.delivered.v1',
      'message.unsubscribed.v1',
      'message.bounced.v1',
      'message.complained.v1',
    ]);
    expect(outcomeEvents['soft-bounced'].data).toEqual({ bounce: 'soft' });
    expect(outcomeEvents['hard-bounced'].data).toEqual({ bounce: 'hard' });
  });

  it('is told to the holder of a registration where it says whether the message arrived', () => {
    const told = OUTCOMES.map((outcome) => toldToHolder({ outcome, reason: 'mailbox-full' })?.state ?? null);
    expect(told).toEqual([null, 'bounced', 'delivered', null, 'bounced', null]);
  });

  it('tells no reason of a message that arrived', () => {
    expect(toldToHolder({ outcome: 'delivered', reason: 'rejected' })).toEqual({ state: 'delivered', reason: null });
  });

  it('is told as rejected where somebody wants no mails', () => {
    expect(heldBackAs({ cause: 'complained', reason: null })).toEqual({ state: 'bounced', reason: 'rejected' });
  });

  it.each([
    ['smtp;550 5.1.1 The email account that you tried to reach does not exist.', 'mailbox-unavailable'],
    ['550 5.4.4 Host unknown (Name server: host not found)', 'mailbox-unavailable'],
    ['552 5.2.2 The email account that you tried to reach is over quota', 'mailbox-full'],
    ['452-4.2.2 The recipient’s inbox is full', 'mailbox-full'],
    ['550 5.7.1 Message rejected due to content restrictions', 'rejected'],
    ['554 blocked by policy', 'rejected'],
    ['421 try again', null],
    [null, null],
  ])('names why a mailbox did not take it: %s', (said, reason) => {
    expect(reasonIn(said)).toBe(reason);
  });
});
