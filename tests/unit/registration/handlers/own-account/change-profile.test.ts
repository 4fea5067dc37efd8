import { type CommandContext, type FieldsOf, ok } from '@gatehouse/kernel';
import { ChangeProfile } from '@gatehouse/registration/contract';
import { ChangeProfileHandler } from '../../../../../libs/registration/application/own-account/change-profile.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { InMemoryAccounts, profileOf } from '../../../../support/registration/in-memory/in-memory-accounts.js';
import { context, signedIn } from '../../../../support/registration/in-memory/password-stage.js';

const refused = (code: string) => ({ ok: false, error: { code } });

let stage: CodeStage;
let accounts: InMemoryAccounts;

beforeEach(() => {
  stage = new CodeStage();
  accounts = new InMemoryAccounts();
});

const handler = () => new ChangeProfileHandler({ ...stage, accounts });
const change = (fields: FieldsOf<ChangeProfile>, by: CommandContext = signedIn) =>
  handler().execute(Object.assign(new ChangeProfile(), fields), by);
const written = () => accounts.profiles[0]?.details;

describe('changing one’s profile', () => {
  it('writes the fields that are given, and reports those that differ', async () => {
    const fields = { name: ' Ada ', surname: 'Lovelace', phone: '+33 6 12 34 56 78' };
    const details = { name: 'Ada', surname: 'Lovelace', phone: '+33612345678', hobbies: ['chess'] };
    expect(await change(fields)).toEqual(ok(profileOf(details)));
    expect(accounts.profiles).toEqual([
      {
        application: 'shop',
        userId: 'ada',
        version: 4,
        details: expect.objectContaining(details),
        event: {
          id: 'id-1',
          subject: 'ada',
          type: 'user.profile-changed.v1',
          data: { userId: 'ada', fields: ['name', 'phone'] },
        },
      },
    ]);
  });

  it('leaves what is not given, and clears what is null', async () => {
    await change({ surname: null, hobbies: null });
    expect(written()).toMatchObject({ name: 'Augusta', surname: null, hobbies: [] });
  });

  it('leaves a language alone that cannot be used: that is no wish to have none', async () => {
    accounts.set({ locale: 'fr' });
    expect(await change({ locale: '???' })).toEqual(ok(profileOf({ locale: 'fr' })));
    expect(accounts.profiles).toEqual([]);
    await change({ locale: null });
    expect(written()).toMatchObject({ locale: null });
  });

  it('writes nothing where nothing differs', async () => {
    expect(await change({ name: 'Augusta' })).toEqual(ok(profileOf()));
    expect(accounts.profiles).toEqual([]);
  });

  it('is decided again where the account has changed meanwhile', async () => {
    accounts.meanwhile = () => accounts.set({ surname: 'King' }, 5);
    await change({ name: 'Ada' });
    expect(accounts.profiles).toMatchObject([{ version: 5, details: { name: 'Ada', surname: 'King' } }]);
  });

  it('is for the owner of an active account', async () => {
    expect(await change({ name: 'Ada' }, context)).toEqual(refused('account-unknown'));
    accounts.set({ state: 'suspended' });
    expect(await change({ name: 'Ada' })).toEqual(refused('account-suspended'));
    expect(accounts.profiles).toEqual([]);
  });
});

describe('a profile that cannot be as it is wished', () => {
  const faults = (fields: FieldsOf<ChangeProfile>) => handler().faultsIn(fields, signedIn);

  it('is refused with all its faults', async () => {
    stage.applications.policy = {
      ...standardPolicy,
      profile: { ...standardPolicy.profile, surname: 'required', hobbies: 'none' },
    };
    const fields = { name: '\u0007', birthDate: '2026-05-02', surname: null, hobbies: ['chess'] };
    const errors = [
      { pointer: '/birthDate', code: 'birth-date-invalid' },
      { pointer: '/name', code: 'text-unprintable' },
      { pointer: '/surname', code: 'field-required' },
      { pointer: '/hobbies', code: 'field-not-accepted' },
    ];
    expect(await change(fields)).toMatchObject({ ok: false, error: { code: 'validation-failed', errors } });
    expect(await faults(fields)).toMatchObject(errors);
    expect(accounts.profiles).toEqual([]);
  });

  it('is refused where only the application objects, or only the field itself', async () => {
    expect(await change({ phone: '0612' })).toMatchObject(refused('validation-failed'));
    stage.applications.policy = { ...standardPolicy, profile: { ...standardPolicy.profile, name: 'none' } };
    expect(await change({ name: 'Ada' })).toMatchObject({
      ok: false,
      error: { errors: [{ pointer: '/name', code: 'field-not-accepted' }] },
    });
    expect(await faults({ surname: 'King' })).toEqual([]);
  });
});
