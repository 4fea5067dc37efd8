import { type CommandContext, ok } from '@gatehouse/kernel';
import { RequestEmailChange, VerifyNewEmail } from '@gatehouse/registration/contract';
import {
  RequestEmailChangeHandler,
  VerifyNewEmailHandler,
} from '../../../../../libs/registration/application/own-account/change-email.js';
import { RecordedAnswer } from '../../../../support/handlers/recorded-answer.js';
import { CodeStage } from '../../../../support/registration/in-memory/code-stage.js';
import { InMemoryAccounts, profileOf } from '../../../../support/registration/in-memory/in-memory-accounts.js';
import { targetedCode } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { ago, NOON } from '../../../../support/registration/in-memory/message-histories.js';
import {
  ADA,
  context,
  holderOf,
  NETWORK,
  ownerOf,
  PASSWORD,
  signedIn,
} from '../../../../support/registration/in-memory/password-stage.js';

const NEW = 'ada@new.example';
const done = { ok: true, value: null };
const refused = (code: string) => ({ ok: false, error: { code } });

let stage: CodeStage;
let accounts: InMemoryAccounts;

beforeEach(() => {
  stage = new CodeStage();
  stage.tries.set(ADA, { owner: ownerOf() });
  accounts = new InMemoryAccounts();
});

describe('asking for another address', () => {
  const handler = () => new RequestEmailChangeHandler({ ...stage, accounts });
  const ask = (newEmail = NEW, currentPassword = PASSWORD, by: CommandContext = signedIn) =>
    handler().execute(Object.assign(new RequestEmailChange(), { newEmail, currentPassword }), by);

  it('has a code sent there', async () => {
    expect(await ask('Ada@NEW.example')).toEqual(done);
    expect(stage.codes.issued).toMatchObject([
      {
        key: { application: 'shop', recipient: NEW, network: NETWORK, reserveOf: 'ada' },
        next: { code: { purpose: 'email-change', userId: 'ada', target: NEW, targetDeliverable: 'Ada@new.example' } },
      },
    ]);
    expect(stage.codes.asked).toMatchObject({ recipient: NEW, reserveOf: 'ada' });
    expect(stage.codes.askedFor).toBe('email-change');
  });

  it('notifies the present address by the same statement, which asks for the password that was proven', async () => {
    await ask();
    const notice = { id: 'id-1', userId: 'ada', kind: 'email-changing', changeId: null };
    expect(stage.codes.issued[0]?.next?.asked).toEqual({
      provenHash: ownerOf().passwordHash,
      notice,
      events: [
        { id: 'id-3', subject: 'ada', type: 'user.email-change-requested.v1', data: { userId: 'ada' } },
        {
          id: 'id-2',
          subject: 'ada',
          type: 'notice.issued.v1',
          data: { noticeId: 'id-1', userId: 'ada', kind: 'email-changing' },
        },
      ],
    });
  });

  it('takes the password: a stolen access token is not enough', async () => {
    expect(await ask(NEW, 'wrong')).toEqual(refused('password-wrong'));
    expect(stage.codes.asked).toBeNull();
    expect(stage.codes.issued).toEqual([]);
  });

  it('is refused as what is no address, before anything is counted', async () => {
    const errors = [expect.objectContaining({ pointer: '/newEmail', code: 'email-invalid' })];
    expect(await ask('ada')).toEqual({ ok: false, error: { code: 'validation-failed', errors } });
    expect(stage.tries.charged).toEqual([]);
  });

  it('is said to be no address beside the other faults of a request', async () => {
    const faults = (fields: { newEmail?: string }) => handler().faultsIn(fields);
    expect(await faults({ newEmail: 'ada' })).toMatchObject([{ pointer: '/newEmail', code: 'email-invalid' }]);
    expect(await faults({ newEmail: NEW })).toEqual([]);
    expect(await faults({})).toEqual([]);
  });

  it('is for the owner of an active account', async () => {
    expect(await ask(NEW, PASSWORD, context)).toEqual(refused('account-unknown'));
    accounts.set({ state: 'suspended' });
    expect(await ask()).toEqual(refused('account-suspended'));
    accounts.kept.clear();
    expect(await ask()).toEqual(refused('account-unknown'));
    expect(stage.tries.charged).toEqual([]);
  });

  it('waits where the new address has had a message a moment ago', async () => {
    stage.codes.histories = { messages: ago(10) };
    expect(await ask()).toEqual({ ok: false, error: { code: 'throttled', retryAfterSeconds: 20 } });
  });

  it('proves the password again where the code could not be written with it', async () => {
    stage.codes.lostSlots = 1;
    expect(await ask()).toEqual(done);
    expect(stage.tries.charged).toHaveLength(2);
    expect(stage.codes.issued).toHaveLength(1);
  });
});

describe('asking for one’s own address in other letters', () => {
  const ask = (newEmail: string, by: CommandContext = signedIn) =>
    new RequestEmailChangeHandler({ ...stage, accounts }).execute(
      Object.assign(new RequestEmailChange(), { newEmail, currentPassword: PASSWORD }),
      by,
    );
  const shown = profileOf({ email: 'ADA@example.org' });

  it('shows it so at once, since nothing is left to prove', async () => {
    expect(await ask('ADA@example.org')).toEqual(ok(shown));
    const data = { userId: 'ada', email: 'ADA@example.org' };
    expect(accounts.spellings).toEqual([
      {
        application: 'shop',
        userId: 'ada',
        email: 'ADA@example.org',
        version: 4,
        event: { id: 'id-1', subject: 'ada', type: 'user.email-changed.v1', data },
      },
    ]);
    expect(stage.codes.issued).toEqual([]);
  });

  it('keeps the answer of a call that may come again', async () => {
    const repeatable = new RecordedAnswer();
    await ask('ADA@example.org', { ...signedIn, repeatable });
    expect(repeatable).toMatchObject({ value: shown, person: 'ada' });
  });

  it('is refused in the letters that it has', async () => {
    expect(await ask('Ada@example.org')).toEqual(refused('email-unchanged'));
    expect(accounts.spellings).toEqual([]);
  });

  it('is to come again where the account has changed meanwhile', async () => {
    accounts.meanwhile = () => accounts.set({}, 5);
    expect(await ask('ADA@example.org')).toEqual({ ok: false, error: { code: 'busy', retryAfterSeconds: 1 } });
    expect(accounts.spellings).toEqual([]);
  });
});

describe('the code from the new address', () => {
  const CODE = targetedCode('code 222222', NEW, {
    purpose: 'email-change',
    digits: 6,
    targetDeliverable: 'Ada@new.example',
  });
  const changed = profileOf({ email: 'Ada@new.example' });
  const verify = (code = '222222', by: CommandContext = signedIn) =>
    new VerifyNewEmailHandler({ ...stage, accounts }).execute(Object.assign(new VerifyNewEmail(), { code }), by);

  beforeEach(() => {
    stage.codes.situation = { now: NOON, holder: holderOf(), codes: [CODE], used: [] };
    stage.codes.outcomes = [{ kind: 'proven', profile: changed }];
  });

  it('makes it the account’s, and gives the former one three days to undo that', async () => {
    expect(await verify()).toEqual(ok(changed));
    expect(stage.codes.read).toEqual([
      { application: 'shop', network: NETWORK, userId: 'ada', purpose: 'email-change' },
    ]);
    expect(stage.codes.tries).toMatchObject([
      {
        target: NEW,
        holder: { id: 'ada', version: 4 },
        winner: {
          effect: { kind: 'email-changed', changeId: 'id-1', undoSeconds: 259_200 },
          notice: { userId: 'ada', kind: 'email-changed', changeId: 'id-1' },
        },
      },
    ]);
    const [event] = stage.codes.tries[0]?.winner?.events ?? [];
    const data = { userId: 'ada', email: 'Ada@new.example' };
    expect(event).toEqual({ id: 'id-2', subject: 'ada', type: 'user.email-changed.v1', data });
  });

  it('says the address in its canonical form where no other is known', async () => {
    stage.codes.situation = { ...stage.codes.situation, codes: [{ ...CODE, targetDeliverable: null }] };
    await verify();
    expect(stage.codes.tries[0]?.winner?.events[0]?.data).toMatchObject({ email: NEW });
  });

  it('shows the profile again where somebody has clicked twice', async () => {
    stage.codes.situation = { now: NOON, holder: holderOf({ email: NEW }), codes: [], used: [CODE] };
    accounts.set({ email: 'Ada@new.example' });
    expect(await verify()).toEqual(ok(changed));
    expect(stage.codes.tries).toEqual([]);
  });

  it('is a wrong one once the account has another address again', async () => {
    stage.codes.situation = { now: NOON, holder: holderOf(), codes: [], used: [CODE] };
    expect(await verify()).toEqual(refused('code-invalid'));
  });

  it('is refused where it is wrong', async () => {
    expect(await verify('999999')).toEqual(refused('code-invalid'));
  });

  it('is of no use to anyone but the owner of an active account', async () => {
    expect(await verify('222222', context)).toEqual(refused('account-unknown'));
    expect(stage.codes.read).toEqual([]);
    stage.codes.situation = { ...stage.codes.situation, holder: holderOf({ state: 'suspended' }) };
    expect(await verify()).toEqual(refused('account-suspended'));
    stage.codes.situation = { ...stage.codes.situation, holder: null };
    expect(await verify()).toEqual(refused('account-unknown'));
    expect(stage.codes.tries).toEqual([]);
  });
});
