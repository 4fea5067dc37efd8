import { activationCodeOf } from '../../../libs/registration/domain/code/activation-code.js';
import { issueAddressCode, issueCode } from '../../../libs/registration/domain/code/code.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';

const BORN = { id: 'code', keyId: 'first', eventId: 'event' };
const { codes } = standardPolicy;

describe('a code that is issued', () => {
  it('for a registration goes by mail to the address that was signed up with', () => {
    const { code, event } = issueCode(BORN, 'ada', activationCodeOf('ada'), codes.activation, 0);
    expect(code).toEqual({
      id: 'code',
      keyId: 'first',
      userId: 'ada',
      purpose: 'activation',
      channel: 'mail',
      target: null,
      targetDeliverable: null,
      digits: 4,
      lifeSeconds: 60,
      maxAttempts: 3,
      redirect: null,
    });
    expect(event).toEqual({
      id: 'event',
      subject: 'ada',
      type: 'activation-code.issued.v1',
      data: { codeId: 'code', userId: 'ada', purpose: 'activation', channel: 'mail' },
      awaits: ['sendAfter'],
    });
  });

  it('for a phone goes by SMS to that number', () => {
    const wish = { purpose: 'phone', target: { canonical: '+33612345678', country: 'FR' } } as const;
    const { code, event } = issueCode(BORN, 'ada', wish, codes.phone, 0);
    expect(code).toMatchObject({ channel: 'sms', target: '+33612345678', targetDeliverable: null, digits: 6 });
    expect(event.data).toMatchObject({ purpose: 'phone', channel: 'sms', country: 'FR' });
  });

  it('for a new address goes there, as its owner has typed it', () => {
    const target = { canonical: 'ada@example.org', shown: 'Ada@example.org' };
    const { code } = issueCode(BORN, 'ada', { purpose: 'email-change', target }, codes['email-change'], 0);
    expect(code).toMatchObject({ target: 'ada@example.org', targetDeliverable: 'Ada@example.org' });
  });

  it('for an address belongs to no user, and its event does not show who has the address', () => {
    const { code, event } = issueAddressCode(BORN, 'password-reset', 'ada@example.org', codes['password-reset'], 0);
    expect(code).toMatchObject({ userId: null, target: 'ada@example.org', targetDeliverable: null, digits: 8 });
    expect(event).toMatchObject({ subject: 'code', type: 'password-reset.requested.v1', data: { codeId: 'code' } });
    expect(event.awaits).toEqual(['sendAfter']);
  });

  it('is long once the tries at short ones are spent', () => {
    const digitsAfter = (tries: number) =>
      issueCode(BORN, 'ada', activationCodeOf('ada'), codes.activation, tries).code.digits;
    expect([0, 2, 3, 9].map(digitsAfter)).toEqual([4, 4, 8, 8]);
  });
});
