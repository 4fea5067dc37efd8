import { type CommandContext, type FieldsOf, Overloaded, timeOnceWritten } from '@gatehouse/kernel';
import { RegisterUser } from '@gatehouse/registration/contract';
import { RegisterUserHandler } from '../../../../../libs/registration/application/sign-up/register-user.js';
import { type RegistrationPolicy, standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { RecordedAnswer } from '../../../../support/handlers/recorded-answer.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { InMemoryRegistrations } from '../../../../support/registration/in-memory/in-memory-registrations.js';
import { ago } from '../../../../support/registration/in-memory/message-histories.js';
import { ADA, context, KEY, NETWORK, PASSWORD } from '../../../../support/registration/in-memory/password-stage.js';
import { hashOf } from '../../../../support/registration/in-memory/plain-hasher.js';

const PHONE = '+33612345678';
const WELCOME = 'https://shop.example/welcome';
const refused = (code: string) => ({ ok: false, error: { code } });
const throttled = (retryAfterSeconds: number) => ({ ok: false, error: { code: 'throttled', retryAfterSeconds } });
const invalid = (...errors: readonly (readonly [pointer: string, code: string])[]) => ({
  ok: false,
  error: {
    code: 'validation-failed',
    errors: errors.map(([pointer, code]) => expect.objectContaining({ pointer, code })),
  },
});

let stage: CodeStage;
let registrations: InMemoryRegistrations;

beforeEach(() => {
  stage = new CodeStage();
  registrations = new InMemoryRegistrations();
});

const having = (changes: Partial<RegistrationPolicy>) => {
  stage.applications.policy = { ...standardPolicy, ...changes };
};
const handler = () => new RegisterUserHandler({ ...stage, registrations });
const signUp = (fields: FieldsOf<RegisterUser> = {}, by: CommandContext = context) =>
  handler().execute(Object.assign(new RegisterUser(), { email: ADA, password: PASSWORD }, fields), by);
const written = () => registrations.added[0]?.registration;
const pending = {
  id: 'id-1',
  state: 'pending',
  email: ADA,
  emailVerified: false,
  name: null,
  surname: null,
  phone: null,
  phoneVerified: false,
  hobbies: [],
  birthDate: null,
  locale: null,
  acceptedTerms: null,
  createdAt: '2026-05-01T12:00:00.000Z',
  activatedAt: null,
};
const mailed = { codeLength: 4, lifeSeconds: 60, delivery: 'queued', phone: null };

describe('a sign-up', () => {
  it('is answered with the pending profile, and with what its code will be like', async () => {
    expect(await signUp()).toEqual({ ok: true, value: { profile: pending, activation: mailed } });
  });

  it('shows what the person has said of themselves, cleaned', async () => {
    const said = { name: 'Ada', surname: 'Lovelace', phone: PHONE, hobbies: ['chess'], birthDate: '1990-12-10' };
    const typed = { ...said, email: 'Ada@Example.ORG', name: ' Ada ', phone: '+33 6 12 34 56 78', locale: 'fr_FR' };
    expect(await signUp(typed)).toMatchObject({
      ok: true,
      value: { profile: { ...pending, ...said, email: 'Ada@example.org', locale: 'fr-FR' } },
    });
  });

  it('writes the registration, its code and their events at once', async () => {
    await signUp({ email: 'Ada@Example.ORG', name: 'Ada', locale: 'fr' });
    expect(registrations.added).toEqual([
      {
        registration: {
          user: {
            id: 'id-1',
            state: 'pending',
            application: 'shop',
            email: expect.objectContaining({ canonical: ADA, shown: 'Ada@example.org' }),
            passwordHash: hashOf(PASSWORD, 'shop', ADA),
            details: expect.objectContaining({ name: 'Ada', locale: 'fr' }),
          },
          event: {
            id: 'id-2',
            subject: 'id-1',
            type: 'user.registered.v1',
            data: { userId: 'id-1', email: 'Ada@example.org', locale: 'fr' },
          },
          activation: {
            code: expect.objectContaining({ id: 'id-3', userId: 'id-1', purpose: 'activation', redirect: null }),
            event: expect.objectContaining({ id: 'id-4', type: 'activation-code.issued.v1' }),
          },
        },
        network: NETWORK,
        limits: { ...standardPolicy.messages, textsPerDay: 500 },
      },
    ]);
    expect(registrations.asked).toEqual(KEY);
  });

  it('may say where the page behind the link leads, within the application’s list', async () => {
    stage.applications.redirectTargets = [WELCOME];
    await signUp({ redirect: WELCOME });
    expect(written()?.activation.code.redirect).toBe(WELCOME);
  });

  it('gets a longer code where the address has had too many wrong tries', async () => {
    registrations.histories = { wrongTries: 3 };
    expect(await signUp()).toMatchObject({ ok: true, value: { activation: { codeLength: 8 } } });
  });

  it('is hashed in a place that was taken before anything was read, and is given back', async () => {
    await signUp();
    expect(stage.hasher.turns).toEqual(['sign-up']);
    expect(stage.hasher.taken).toEqual([]);
    registrations.asked = null;
    stage.hasher.isFull = true;
    await expect(signUp()).rejects.toThrow(Overloaded);
    expect(registrations.asked).toBeNull();
  });

  it('that may be sent again keeps its answer, with the time that the statement settles', async () => {
    having({ termsVersion: '2' });
    const repeatable = new RecordedAnswer();
    await signUp({ acceptedTerms: '2' }, { ...context, repeatable });
    const createdAt = timeOnceWritten('createdAt');
    expect(repeatable).toMatchObject({
      person: 'id-1',
      value: {
        profile: { ...pending, createdAt, acceptedTerms: { version: '2', acceptedAt: createdAt } },
        activation: mailed,
      },
    });
  });
});

describe('a sign-up that has to wait', () => {
  it('because the address or the network has had too many messages costs no hash', async () => {
    registrations.histories = { messages: ago(3_000, 2_500, 2_000, 1_500, 1_000) };
    expect(await signUp()).toEqual(throttled(600));
    expect(stage.hasher.turns).toEqual([]);
    expect(stage.breaches.asked).toEqual([]);
    expect(stage.hasher.taken).toEqual([]);
  });

  it('is not one that follows another at once: its mail is put off', async () => {
    registrations.histories = { messages: ago(1) };
    expect(await signUp()).toMatchObject({ ok: true });
  });

  it('because somebody else has taken the slot meanwhile', async () => {
    registrations.isLost = true;
    expect(await signUp()).toEqual(throttled(30));
  });
});

describe('a sign-up with an address that has an account', () => {
  beforeEach(() => {
    registrations.histories = { isOwned: true };
  });

  it('is answered like any other', async () => {
    expect(await signUp()).toEqual({ ok: true, value: { profile: pending, activation: mailed } });
    expect(registrations.notices).toEqual([]);
  });

  it('is refused as that where the application has chosen so, which counts for the network like a message', async () => {
    having({ revealExistingAccounts: true });
    expect(await signUp()).toEqual(refused('email-taken'));
    expect(registrations.notices).toEqual([KEY]);
    expect(registrations.added).toEqual([]);
    expect(stage.hasher.turns).toEqual([]);
  });

  it('reveals no more accounts to a network that has had its hour’s worth', async () => {
    having({ revealExistingAccounts: true });
    registrations.noticesLeft = 0;
    expect(await signUp()).toEqual(throttled(60));
  });

  it('is what is refused: a free one goes on where the application reveals accounts', async () => {
    having({ revealExistingAccounts: true });
    registrations.histories = { isOwned: false };
    expect(await signUp()).toMatchObject({ ok: true });
    expect(registrations.notices).toEqual([]);
  });
});

describe('a sign-up whose phone is to be proven too', () => {
  beforeEach(() => having({ requirePhone: true }));

  it('is written with a code for an SMS, which is counted for the number’s range', async () => {
    expect(await signUp({ phone: PHONE })).toMatchObject({
      ok: true,
      value: { activation: { ...mailed, phone: { codeLength: 6, lifeSeconds: 300, delivery: 'queued' } } },
    });
    expect(written()?.phone).toMatchObject({
      code: { purpose: 'phone', userId: 'id-1', target: PHONE },
      destination: { range: '+3361234', country: 'FR' },
    });
    expect(stage.codes.asked).toMatchObject({ application: 'shop', network: NETWORK, recipient: PHONE });
  });

  it('waits as long as its mail or its SMS has to', async () => {
    stage.codes.histories = { textMessages: ago(...Array(500).fill(400)) };
    expect(await signUp({ phone: PHONE })).toEqual(throttled(86_000));
    stage.codes.histories = {};
    registrations.histories = { networkMessages: ago(...Array(30).fill(100)) };
    expect(await signUp({ phone: PHONE })).toEqual(throttled(3_500));
  });

  it.each([
    ['is missing', {}, [['/phone', 'field-required']]],
    ['is null', { phone: null }, [['/phone', 'field-required']]],
    ['is no number', { phone: '0612' }, [['/phone', 'phone-invalid']]],
    ['is of a country that gets no SMS', { phone: '+79261234567' }, [['/phone', 'phone-country-refused']]],
    ['costs much', { phone: '+33612345670' }, [['/phone', 'phone-type-refused']]],
  ] as const)('is refused once where the phone %s', async (_, fields, errors) => {
    expect(await signUp(fields)).toEqual(invalid(...errors));
    expect(registrations.asked).toBeNull();
  });

  it('is refused for its phone beside what is wrong with other details', async () => {
    expect(await signUp({ phone: '+33612345670', name: '\u0007' })).toEqual(
      invalid(['/name', 'text-unprintable'], ['/phone', 'phone-type-refused']),
    );
    expect(await signUp({ name: '\u0007' })).toEqual(
      invalid(['/name', 'text-unprintable'], ['/phone', 'field-required']),
    );
  });

  it('is not one where the application asks for none, whatever phone is given', async () => {
    having({});
    expect(await signUp({ phone: '+79261234567' })).toMatchObject({ ok: true, value: { activation: mailed } });
    expect(written()).not.toHaveProperty('phone');
    expect(stage.codes.asked).toBeNull();
  });
});

describe('a sign-up to terms', () => {
  beforeEach(() => having({ termsVersion: '2' }));

  it('is written with the agreement to them', async () => {
    expect(await signUp({ acceptedTerms: '2' })).toMatchObject({
      ok: true,
      value: { profile: { acceptedTerms: { version: '2', acceptedAt: pending.createdAt } } },
    });
    expect(written()?.terms).toMatchObject({
      type: 'user.terms-accepted.v1',
      subject: 'id-1',
      data: { userId: 'id-1', version: '2' },
    });
  });

  it('is refused without it, and so is an agreement to terms that nobody has put', async () => {
    expect(await signUp()).toEqual(invalid(['/acceptedTerms', 'field-required']));
    having({});
    expect(await signUp({ acceptedTerms: '2' })).toEqual(invalid(['/acceptedTerms', 'field-not-accepted']));
    expect(await signUp()).toMatchObject({ ok: true });
    expect(written()).not.toHaveProperty('terms');
  });
});

describe('a sign-up that cannot be taken', () => {
  const faults = (fields: FieldsOf<RegisterUser>) => handler().faultsIn(fields, context);

  it('is refused with all its faults at once', async () => {
    having({ requirePhone: true, termsVersion: '2' });
    const all = { email: 'ada', password: 'short', birthDate: '2030-01-01', redirect: 'https://evil.example' };
    expect(await signUp({ ...all, phone: '+79261234567' })).toEqual(
      invalid(
        ['/email', 'email-invalid'],
        ['/password', 'password-too-short'],
        ['/birthDate', 'birth-date-invalid'],
        ['/phone', 'phone-country-refused'],
        ['/redirect', 'redirect-not-allowed'],
        ['/acceptedTerms', 'field-required'],
      ),
    );
    expect(registrations.asked).toBeNull();
  });

  it.each([
    ['the address', { email: 'ada@example' }, ['/email', 'email-invalid']],
    ['the password', { password: 'letmein-letmein' }, ['/password', 'password-common']],
    ['the name', { name: '\u0007' }, ['/name', 'text-unprintable']],
    ['the redirect', { redirect: WELCOME }, ['/redirect', 'redirect-not-allowed']],
  ] as const)('is refused for %s alone', async (_, fields, fault) => {
    expect(await signUp(fields)).toEqual(invalid(fault));
    expect(await faults(fields)).toMatchObject([{ pointer: fault[0], code: fault[1] }]);
  });

  it.each([
    ['address', { email: 'lovelace@machine.example', password: 'lovelace-1843' }],
    ['name', { name: 'Augusta', password: 'augusta-1843' }],
    ['surname', { surname: 'Byron', password: 'byron-1843' }],
    ['application', { password: 'the-shop-1843' }],
  ])('is refused with a password that is made of the %s', async (_, fields) => {
    expect(await signUp(fields)).toEqual(invalid(['/password', 'password-guessable']));
  });

  it('is refused with a password that a breach has made public, which is asked last', async () => {
    stage.breaches.breached.add(PASSWORD);
    expect(await signUp()).toEqual(invalid(['/password', 'password-breached']));
    expect(stage.hasher.turns).toEqual([]);
    expect(stage.hasher.taken).toEqual([]);
    stage.breaches.asked.length = 0;
    await signUp({ email: 'ada' });
    expect(stage.breaches.asked).toEqual([]);
  });

  it('is judged as far as its fields have the right shape', async () => {
    expect(await faults({})).toEqual([]);
    expect(await faults({ email: ADA })).toEqual([]);
    expect(await faults({ password: 'short' })).toMatchObject([{ code: 'password-too-short' }]);
    expect(await faults({ email: ADA, password: PASSWORD })).toEqual([]);
  });
});
