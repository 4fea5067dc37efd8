import { err, ok, refusal } from '@gatehouse/kernel';
import type { Profile } from '@gatehouse/registration/contract';
import { type Gain, VerifyCode } from '../../../../../libs/registration/application/codes/verify-code.js';
import type { SentCode } from '../../../../../libs/registration/domain/code/code.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { InMemoryCodes, plainDigits, sentCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { NOON } from '../../../../support/registration/in-memory/message-histories.js';

const PROFILE = { id: 'ada' } as Profile;
const GAIN: Gain = { users: [{ id: 'ada', version: 1 }], effect: { kind: 'phone-verified' }, events: [], notice: null };
const HOLDER = { id: 'ada', version: 1 };
const EARLIER = sentCode('code 1111');
const LATEST = sentCode('code 2222');

let codes: InMemoryCodes;

beforeEach(() => {
  codes = new InMemoryCodes();
});

const verify = (
  typed: string,
  of: readonly SentCode[] = [LATEST, EARLIER],
  gainOf: (code: SentCode) => ReturnType<Parameters<VerifyCode['verify']>[0]['gainOf']> = () => ok(GAIN),
  purpose: 'activation' | 'phone' = 'activation',
) =>
  new VerifyCode(codes, plainDigits).verify({
    application: 'shop',
    purpose,
    typed,
    policy: standardPolicy,
    now: NOON,
    codes: of,
    address: 'ada@example.org',
    holder: HOLDER,
    gainOf,
  });
const invalid = { ok: false, error: { code: 'code-invalid' } };
const tried = {
  application: 'shop',
  purpose: 'activation',
  target: 'ada@example.org',
  holder: HOLDER,
  charge: [
    { id: 'code 2222', sharesTries: true },
    { id: 'code 1111', sharesTries: true },
  ],
  policy: standardPolicy.codes.activation,
};

describe('the right code', () => {
  it('wins what it is for, in the statement that counts the try on every code that it was compared with', async () => {
    codes.outcomes = [{ kind: 'proven', profile: PROFILE }];
    expect(await verify('1111')).toEqual({ ok: true, value: PROFILE });
    expect(codes.tries).toEqual([{ ...tried, winner: { codeId: 'code 1111', ...GAIN } }]);
  });

  it('is asked for again where what was read is not so any more', async () => {
    codes.outcomes = [{ kind: 'stale' }];
    expect(await verify('2222')).toBe('stale');
    expect(codes.tries).toHaveLength(1);
  });

  it('is a wrong one where somebody else owns the address by now: a right guess is no cheaper', async () => {
    codes.outcomes = [{ kind: 'taken' }];
    expect(await verify('2222')).toEqual(invalid);
    expect(codes.tries.map(({ winner }) => winner?.codeId ?? null)).toEqual(['code 2222', null]);
  });

  it('is a wrong one where it is of no use to the person who typed it', async () => {
    expect(await verify('2222', [LATEST], () => null)).toEqual(invalid);
    expect(codes.tries.map(({ winner }) => winner)).toEqual([null]);
  });

  it('stays as it is where it may not be used now', async () => {
    const refused = err(refusal('busy'));
    expect(await verify('2222', [LATEST], () => refused)).toEqual(refused);
    expect(codes.tries).toEqual([]);
  });

  it('is late after its end, and then nothing is won', async () => {
    const over = sentCode('code 2222', { expiresAt: NOON });
    expect(await verify('2222', [over])).toEqual({ ok: false, error: { code: 'code-expired' } });
    expect(codes.tries).toEqual([]);
  });
});

describe('a wrong code', () => {
  it('is counted on every code that it was compared with', async () => {
    expect(await verify('9999')).toEqual(invalid);
    expect(codes.tries).toEqual([{ ...tried, winner: null }]);
  });

  it('is asked for again where that could not be counted', async () => {
    codes.outcomes = [{ kind: 'stale' }];
    expect(await verify('9999')).toBe('stale');
  });

  it('costs nothing where there is no code', async () => {
    expect(await verify('9999', [])).toEqual(invalid);
    expect(codes.tries).toEqual([]);
  });

  it('is not compared with codes whose key is lost', async () => {
    expect(await verify('2222', [sentCode('code 2222', { keyId: 'lost' })])).toEqual(invalid);
    expect(codes.tries).toEqual([]);
  });

  it('counts long codes apart from the tries that short ones share', async () => {
    await verify('9999', [sentCode('code 12345678', { digits: 8 })]);
    expect(codes.tries).toMatchObject([{ charge: [{ id: 'code 12345678', sharesTries: false }] }]);
  });
});

describe('a code after too many tries', () => {
  const exhausted = { ok: false, error: { code: 'tries-exhausted', retryAfterSeconds: 30 } };

  it('is not compared, and another one can be asked for after the gap', async () => {
    expect(await verify('2222', [sentCode('code 2222', { attempts: 3 })])).toEqual(exhausted);
    expect(codes.tries).toEqual([]);
  });

  it('is not compared where the codes of its address have used up the tries that they share', async () => {
    expect(await verify('2222', [sentCode('code 2222', { wrongTries: 3 })])).toEqual(exhausted);
    expect(await verify('2222', [sentCode('code 2222', { wrongTries: 2 })])).not.toEqual(exhausted);
  });
});

describe('codes of several phones', () => {
  const texted = (id: string, target: string) => sentCode(id, { digits: 6, purpose: 'phone', target });

  it('are compared for the latest phone alone, which counts the try', async () => {
    const of = [texted('code 222222', '+33612345678'), texted('code 111111', '+33699999999')];
    expect(await verify('111111', of, undefined, 'phone')).toEqual(invalid);
    expect(codes.tries).toMatchObject([{ target: '+33612345678', charge: [{ id: 'code 222222' }] }]);
  });
});

it('digits of a used code are recognized, unless its key is lost', () => {
  const verifyCode = new VerifyCode(codes, plainDigits);
  expect(verifyCode.matches(LATEST, '2222')).toBe(true);
  expect(verifyCode.matches(LATEST, '1111')).toBe(false);
  expect(verifyCode.matches(sentCode('code 2222', { keyId: 'lost' }), '2222')).toBe(false);
});
