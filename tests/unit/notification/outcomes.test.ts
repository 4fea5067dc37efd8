import {
  heldBackAs,
  isHeldBack,
  isSuppressedAtOnce,
  OUTCOMES,
  outcomeEvents,
  REFUSED_AS,
  SUPPRESSING,
  tellsReason,
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

  it.each(OUTCOMES)('is completed by the statement that finds the message: %s', (outcome) => {
    const event = outcomeEvents[outcome];
    const ofEach = ['messageId', 'userId', 'channel', 'template', 'provider', 'at'];
    expect(event.awaits).toEqual(tellsReason(event) ? [...ofEach, 'reason'] : ofEach);
    expect(tellsReason(event)).toBe(event.type === 'message.bounced.v1');
  });

  it('is told to the holder of a registration where it says whether the message arrived', () => {
    const told = OUTCOMES.map((outcome) => toldToHolder({ outcome, reason: 'mailbox-full' }));
    const bounced = { state: 'bounced', reason: 'mailbox-full' };
    expect(told).toEqual([null, bounced, { state: 'delivered', reason: null }, null, bounced, null]);
  });

  it('tells no reason of a message that arrived', () => {
    expect(toldToHolder({ outcome: 'delivered', reason: 'rejected' })).toEqual({ state: 'delivered', reason: null });
    expect(toldToHolder({ outcome: 'soft-bounced', reason: 'mailbox-full' })?.reason).toBe('mailbox-full');
  });

  it('is told as rejected where somebody wants no mails', () => {
    expect(heldBackAs({ cause: 'complained', reason: null })).toEqual({ state: 'bounced', reason: 'rejected' });
    expect(heldBackAs({ cause: 'bounced', reason: 'mailbox-full' })).toMatchObject({ reason: 'mailbox-full' });
  });
});

describe('a recipient that nothing more is sent to', () => {
  it('is one whose mailbox is gone for good, or who complained', () => {
    expect(SUPPRESSING).toEqual({ 'hard-bounced': 'bounced', complained: 'complained' });
    expect(SUPPRESSING).toHaveProperty(REFUSED_AS, 'bounced');
  });

  it('is on our own list at once where there is no such mailbox, which does not change', () => {
    expect(isSuppressedAtOnce('mailbox-unavailable')).toBe(true);
    expect(isSuppressedAtOnce('mailbox-full')).toBe(false);
    // Of a list that the provider keeps, and consults each time.
    expect(isSuppressedAtOnce('rejected')).toBe(false);
  });

  it('still gets notices about the own account after a complaint, and nothing at all without a mailbox', () => {
    const held = (cause: 'bounced' | 'complained') =>
      (['code', 'account-exists', 'notice'] as const).filter((kind) => isHeldBack({ cause, reason: null }, kind));
    expect(held('complained')).toEqual(['code', 'account-exists']);
    expect(held('bounced')).toEqual(['code', 'account-exists', 'notice']);
  });
});
