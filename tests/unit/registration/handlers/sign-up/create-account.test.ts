import { type FieldsOf, Overloaded } from '@gatehouse/kernel';
import { CreateAccount } from '@gatehouse/registration/contract';
import type { VouchedAccount } from '../../../../../libs/registration/application/ports/registrations.js';
import { CreateAccountHandler } from '../../../../../libs/registration/application/sign-up/create-account.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { ADA, context, PASSWORD } from '../../../../support/registration/in-memory/password-stage.js';
import { hashOf } from '../../../../support/registration/in-memory/plain-hasher.js';

const invalid = (...errors: readonly (readonly [pointer: string, code: string])[]) => ({
  ok: false,
  error: {
    code: 'validation-failed',
    errors: errors.map(([pointer, code]) => expect.objectContaining({ pointer, code })),
  },
});

let stage: CodeStage;
let added: VouchedAccount[];
let isTaken: boolean;

beforeEach(() => {
  stage = new CodeStage();
  added = [];
  isTaken = false;
});

const handler = () =>
  new CreateAccountHandler({
    ...stage,
    accounts: {
      add: async (account) => {
        if (!isTaken) added.push(account);
        return !isTaken;
      },
    },
  });
const create = (fields: FieldsOf<CreateAccount> = {}) =>
  handler().execute(Object.assign(new CreateAccount(), { email: ADA, password: PASSWORD }, fields), context);

describe('an account that somebody vouches for', () => {
  it('is active at once, and what waits at its address is superseded, by one statement', async () => {
    expect(await create({ email: 'Ada@Example.org' })).toEqual({ ok: true, value: { userId: 'id-1' } });
    const data = { userId: 'id-1', email: 'Ada@example.org', locale: null };
    expect(added).toEqual([
      {
        id: 'id-1',
        email: expect.objectContaining({ canonical: ADA, shown: 'Ada@example.org' }),
        passwordHash: hashOf(PASSWORD, 'shop', ADA),
        events: [
          { id: 'id-2', subject: 'id-1', type: 'user.registered.v1', data },
          { id: 'id-3', subject: 'id-1', type: 'user.activated.v1', data },
        ],
        superseded: { type: 'registration.superseded.v1', data: { supersededBy: 'id-1' }, awaits: ['userId'] },
      },
    ]);
  });

  it('is hashed in a place that is given back, and taken only where there is room', async () => {
    await create();
    expect(stage.hasher.turns).toEqual(['sign-up']);
    expect(stage.hasher.taken).toEqual([]);
    stage.hasher.isFull = true;
    await expect(create()).rejects.toThrow(Overloaded);
  });

  it('is refused where the address is somebody’s', async () => {
    isTaken = true;
    expect(await create()).toEqual({ ok: false, error: { code: 'email-taken' } });
  });

  it('follows the rules of a sign-up', async () => {
    expect(await create({ email: 'ada', password: 'short' })).toEqual(
      invalid(['/email', 'email-invalid'], ['/password', 'password-too-short']),
    );
    expect(await create({ email: 'ada' })).toEqual(invalid(['/email', 'email-invalid']));
    expect(await create({ password: 'letmein-letmein' })).toEqual(invalid(['/password', 'password-common']));
    expect(await create({ password: 'the-shop-1843' })).toEqual(invalid(['/password', 'password-guessable']));
    expect(await create({ email: 'lovelace@machine.example', password: 'lovelace-1' })).toEqual(
      invalid(['/password', 'password-guessable']),
    );
    expect(added).toEqual([]);
    expect(stage.hasher.turns).toEqual([]);
  });

  it('takes no password that a breach has made public', async () => {
    stage.breaches.breached.add(PASSWORD);
    expect(await create()).toEqual(invalid(['/password', 'password-breached']));
    expect(stage.hasher.turns).toEqual([]);
    expect(stage.hasher.taken).toEqual([]);
  });

  it('is judged as far as its fields have the right shape', async () => {
    const faults = (fields: FieldsOf<CreateAccount>) => handler().faultsIn(fields, context);
    expect(await faults({ password: 'short' })).toMatchObject([{ pointer: '/password' }]);
    expect(await faults({ email: 'ada' })).toMatchObject([{ pointer: '/email' }]);
    expect(await faults({ email: ADA, password: PASSWORD })).toEqual([]);
    expect(await faults({ email: ADA })).toEqual([]);
    expect(await faults({})).toEqual([]);
  });
});
