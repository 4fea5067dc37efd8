import type { CommandContext } from '@gatehouse/kernel';
import { IssueCode } from '../../../../libs/registration/application/codes/issue-code.js';
import { PhoneCodes } from '../../../../libs/registration/application/codes/phone-codes.js';
import type { CodeHistory } from '../../../../libs/registration/application/ports/message-history.js';
import { activationCodeOf } from '../../../../libs/registration/domain/code/activation-code.js';
import { type RegistrationPolicy, standardPolicy } from '../../../../libs/registration/domain/policy.js';
import type { DestinationHistory, NewStop } from '../../../../libs/registration/domain/text-traffic.js';
import { CountedIds } from '../../../support/handlers/counted-ids.js';
import { InMemoryCodes, plainDigits } from '../../../support/registration/in-memory/in-memory-codes.js';
import { ago, history } from '../../../support/registration/in-memory/message-histories.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const ADA = 'ada@example.org';
const PHONE = '+33612345678';
const lost = { ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } };
const done = { ok: true, value: null };

let codes: InMemoryCodes;
let stops: (NewStop & { readonly id: string })[];
let issueCode: IssueCode;
let phoneCodes: PhoneCodes;

beforeEach(() => {
  codes = new InMemoryCodes();
  stops = [];
  const ids = new CountedIds();
  issueCode = new IssueCode(codes, plainDigits, ids);
  const numbers = {
    parse: (typed: string) => typed,
    countryOf: (phone: string) => (phone.startsWith('+33') ? 'FR' : phone.startsWith('+7') ? 'RU' : null),
    typeOf: (phone: string) => (phone.endsWith('0') ? 'premium-rate' : phone.endsWith('1') ? null : 'mobile') as never,
  };
  phoneCodes = new PhoneCodes(issueCode, numbers, { add: async (stop) => void stops.push(stop) }, ids);
});

describe('a code of a user', () => {
  const key = { application: 'shop', recipient: ADA, network: null };
  const issue = (had: Partial<CodeHistory> = {}, more: Parameters<IssueCode['issue']>[0] | object = {}) =>
    issueCode.issue(
      { key, purpose: 'activation', wish: activationCodeOf('ada', 'https://shop.example/welcome'), ...more },
      history(had),
      standardPolicy,
      context,
    );

  it('is made with ids of its own by the current key, and waits for its slot', async () => {
    expect(await issue()).toEqual({ ok: true, value: 'issued' });
    expect(codes.issued).toEqual([
      {
        key,
        limits: { ...standardPolicy.messages, textsPerDay: null },
        next: {
          code: expect.objectContaining({
            id: 'id-1',
            userId: 'ada',
            keyId: 'key-2',
            digits: 4,
            lifeSeconds: 60,
            redirect: 'https://shop.example/welcome',
          }),
          event: expect.objectContaining({ id: 'id-2', subject: 'ada', awaits: ['sendAfter'] }),
        },
      },
    ]);
  });

  it('is longer after three wrong tries', async () => {
    await issue({ wrongTries: 3 });
    expect(codes.issued[0]?.next?.code.digits).toBe(8);
  });

  it('comes with the act that an administrator is noted for', async () => {
    const act = { act: 'activation-code.resent', subject: 'ada' };
    await issue({}, { act });
    expect(codes.issued[0]?.next).toMatchObject({ act });
  });

  it('is not made where no message is to be sent, and the recipient is throttled all the same', async () => {
    expect(await issue({}, { wish: null })).toEqual({ ok: true, value: 'issued' });
    expect(codes.issued).toMatchObject([{ next: null }]);
  });

  it('is refused within the gap, and nothing is written', async () => {
    expect(await issue({ messages: ago(10) })).toEqual({
      ok: false,
      error: { code: 'throttled', retryAfterSeconds: 20 },
    });
    expect(codes.issued).toEqual([]);
  });

  it('does not count as an SMS', async () => {
    expect(await issue({ textMessages: ago(...Array(500).fill(100)) })).toMatchObject({ ok: true });
  });

  it('may lose its slot', async () => {
    codes.isLost = true;
    expect(await issue()).toEqual({ ok: true, value: 'lost' });
  });
});

describe('a code of an address', () => {
  const key = { application: 'shop', recipient: ADA, network: null };
  const wish = { purpose: 'password-reset', target: { canonical: ADA } } as const;
  const issue = (had: Partial<CodeHistory> = {}) =>
    issueCode.issue({ key, purpose: 'password-reset', wish }, history(had), standardPolicy, context);

  it('is nobody’s until it is sent', async () => {
    await issue();
    const code = { id: 'id-1', userId: null, target: ADA, digits: 8 };
    expect(codes.issued[0]?.next).toMatchObject({ code, event: { id: 'id-2', type: 'password-reset.requested.v1' } });
  });

  it('waits for the latest of its own alone', async () => {
    expect(await issue({ messages: ago(10) })).toMatchObject({ ok: true });
    const [latestOfPurpose = null] = ago(12);
    expect(await issue({ latestOfPurpose })).toEqual({
      ok: false,
      error: { code: 'throttled', retryAfterSeconds: 18 },
    });
  });
});

describe('a code by SMS', () => {
  const send = (phone = PHONE, { isOwner = true, policy = standardPolicy as RegistrationPolicy } = {}) =>
    phoneCodes.send({ application: 'shop', network: '203.0.113.7', userId: 'ada', phone, isOwner }, policy, context);
  const busy: DestinationHistory = {
    sent: ago(...Array(20).fill(100)),
    asked: [],
    proven: [],
    ofCountry: { asked: 0, proven: 0 },
    rangeStop: null,
    countryStop: null,
  };
  const destination = expect.objectContaining({ range: '+3361234', country: 'FR' });

  it('is counted for its range of numbers, and may come from the owner’s reserve', async () => {
    expect(await send()).toEqual(done);
    const key = { application: 'shop', network: '203.0.113.7', recipient: PHONE, destination, reserveOf: 'ada' };
    expect(codes.asked).toEqual(key);
    expect(codes.issued).toMatchObject([
      { key, limits: { textsPerDay: 500 }, next: { code: { purpose: 'phone', target: PHONE, digits: 6 } } },
    ]);
    expect(codes.issued[0]?.next?.event.data).toMatchObject({ country: 'FR', channel: 'sms' });
  });

  it('comes from no reserve where the caller is not known to be the owner', async () => {
    await send(PHONE, { isOwner: false });
    expect(codes.asked).not.toHaveProperty('reserveOf');
  });

  const texts = standardPolicy.sms;
  it.each([
    ['of no country', '+99912345', 'phone-country-refused', texts],
    ['of a country that gets none', '+79261234567', 'phone-country-refused', texts],
    ['of an application that sends none', PHONE, 'phone-country-refused', { ...texts, perDay: 0 }],
    ['that costs much', '+33612345670', 'phone-type-refused', texts],
    ['of which the plan says nothing', '+33612345671', 'phone-type-refused', texts],
  ])('does not go to a number %s', async (_, phone, code, sms) => {
    expect(await send(phone, { policy: { ...standardPolicy, sms } })).toEqual({ ok: false, error: { code } });
    expect(codes.asked).toBeNull();
  });

  it('waits where the application has sent as many as it may', async () => {
    codes.histories = { textMessages: ago(...Array(500).fill(400)) };
    expect(await send()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 86_000 } });
  });

  it('is refused where its range has had too many within an hour, which stops the range', async () => {
    codes.histories = { destination: busy };
    expect(await send()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 3_600 } });
    expect(stops).toEqual([
      { id: 'id-1', kind: 'range', place: '+3361234', reason: 'velocity', asked: 20, proven: 0, seconds: 3_600 },
    ]);
    expect(codes.issued).toEqual([]);
  });

  it('is refused as long as its range is stopped, and stops nothing again', async () => {
    const rangeStop = { endsAt: ago(-100)[0] as Date, shareFrom: null, liftedAt: null };
    codes.histories = { destination: { ...busy, rangeStop } };
    expect(await send()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 100 } });
    expect(stops).toEqual([]);
  });

  it('goes to a range that has had few', async () => {
    codes.histories = { destination: { ...busy, sent: [] } };
    expect(await send()).toEqual(done);
    expect(stops).toEqual([]);
  });

  it('that has lost its slot is throttled', async () => {
    codes.isLost = true;
    expect(await send()).toEqual(lost);
  });

  describe('beside the mail of a sign-up', () => {
    const atSignUp = () =>
      phoneCodes.atSignUp({ application: 'shop', network: '203.0.113.7', recipient: PHONE }, standardPolicy, context);

    it('may be caused within the gap, and is made with the registration', async () => {
      codes.histories = { messages: ago(1), wrongTries: 0 };
      const text = await atSignUp();
      expect(text.retryAfterSeconds).toBe(0);
      expect(codes.asked).toMatchObject({ recipient: PHONE, destination });
      expect(text.issue('ada')).toMatchObject({
        destination,
        code: { userId: 'ada', target: PHONE, purpose: 'phone' },
      });
      expect(codes.issued).toEqual([]);
    });

    it.each([
      ['the network has one message left', { networkMessages: ago(...Array(29).fill(100)) }, 3_500],
      ['the application has sent as many SMS as it may', { textMessages: ago(...Array(500).fill(400)) }, 86_000],
      ['its range has had too many', { destination: busy }, 3_600],
    ])('waits where %s', async (_, had, seconds) => {
      codes.histories = had;
      expect((await atSignUp()).retryAfterSeconds).toBe(seconds);
    });
  });
});
