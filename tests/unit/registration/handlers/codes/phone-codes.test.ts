import type { CommandContext } from '@gatehouse/kernel';
import { IssueCode } from '../../../../../libs/registration/application/codes/issue-code.js';
import { PhoneCodes } from '../../../../../libs/registration/application/codes/phone-codes.js';
import { type RegistrationPolicy, standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import type { DestinationHistory, NewStop } from '../../../../../libs/registration/domain/text-traffic.js';
import { CountedIds } from '../../../../support/handlers/counted-ids.js';
import { InMemoryCodes, plainDigits } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { plainNumbers } from '../../../../support/registration/in-memory/input-checks.js';
import { ago } from '../../../../support/registration/in-memory/message-histories.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const PHONE = '+33612345678';
const lost = { ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } };
const done = { ok: true, value: null };

let codes: InMemoryCodes;
let stops: (NewStop & { readonly id: string })[];
let phoneCodes: PhoneCodes;

beforeEach(() => {
  codes = new InMemoryCodes();
  stops = [];
  const ids = new CountedIds();
  const issueCode = new IssueCode(codes, plainDigits, ids);
  phoneCodes = new PhoneCodes(issueCode, plainNumbers, { add: async (stop) => void stops.push(stop) }, ids);
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
    expect(codes.askedFor).toBe('phone');
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
    codes.lostSlots = 1;
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
      expect(codes.askedFor).toBe('phone');
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
