import {
  AbandonActivationCode,
  DispatchActivationCode,
  RecordMessageOutcomes,
  StartActivationCode,
} from '@gatehouse/registration/contract';
import {
  AbandonActivationCodeHandler,
  DispatchActivationCodeHandler,
  RecordMessageOutcomesHandler,
  StartActivationCodeHandler,
} from '../../../../../libs/registration/application/messages/activation-codes.js';
import type { Codes, CodeToSend, Dispatch } from '../../../../../libs/registration/application/ports/codes.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { InMemoryCodes, plainDigits } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { KnownApplications } from '../../../../support/registration/in-memory/known-applications.js';
import { context } from '../../../../support/registration/in-memory/password-stage.js';

const WELCOME = 'https://shop.example/welcome';
const recipient = { email: 'ada@example.org', name: 'Ada' };
const way = { id: 'code 2222', keyId: 'key-1', digits: 4, lifeSeconds: 60, number: 2, locale: 'fr' };
const MAIL: CodeToSend = { ...way, purpose: 'activation', recipient, userId: 'ada', redirect: WELCOME };
const SMS: CodeToSend = { ...way, purpose: 'phone', recipient: { phone: '+33612345678' } };
const done = { ok: true, value: null };
const unknown = { ok: false, error: { code: 'code-unknown' } };

/** Codes by application and id, on their way: and what became of their messages. */
class MessagesOfCodes extends InMemoryCodes implements Codes {
  readonly kept = new Map<string, Dispatch>([['shop/code', { kind: 'send', code: MAIL }]]);
  readonly dispatched: unknown[] = [];
  readonly told: unknown[] = [];

  async dispatch(...[application, codeId, ...asked]: Parameters<Codes['dispatch']>): Promise<Dispatch> {
    this.dispatched.push(asked);
    return this.kept.get(`${application}/${codeId}`) ?? { kind: 'unknown' };
  }

  async start(application: string, codeId: string, isFollowed: boolean): Promise<boolean> {
    this.told.push({ isFollowed });
    return this.kept.has(`${application}/${codeId}`);
  }

  async recordOutcomes(...told: Parameters<Codes['recordOutcomes']>): Promise<void> {
    this.told.push(...told);
  }

  async abandon(application: string, codeId: string, reason: string): Promise<boolean> {
    this.told.push({ reason });
    return this.kept.has(`${application}/${codeId}`);
  }
}

let codes: MessagesOfCodes;
let applications: KnownApplications;

beforeEach(() => {
  codes = new MessagesOfCodes();
  applications = new KnownApplications();
  applications.redirectTargets = [WELCOME];
});

describe('a code that is to be sent', () => {
  const dispatch = (fields: Partial<DispatchActivationCode> = {}) =>
    new DispatchActivationCodeHandler({ applications, codes, digits: plainDigits }).execute(
      Object.assign(new DispatchActivationCode(), { codeId: 'code', sendTimeoutSeconds: 10 }, fields),
      context,
    );
  const mail = {
    kind: 'code',
    purpose: 'activation',
    recipient,
    userId: 'ada',
    redirect: WELCOME,
    digits: '2222',
    number: 2,
    lifeSeconds: 60,
    locale: 'fr',
  };

  it('is told with its digits, and not with what these are derived from', async () => {
    expect(await dispatch()).toEqual({ ok: true, value: mail });
  });

  it('becomes valid for the time that sending may take, by the application’s policy', async () => {
    await dispatch();
    await dispatch({ isRetried: true });
    expect(codes.dispatched).toEqual([
      [{ sendTimeoutSeconds: 10, isRetried: false }, standardPolicy.codes],
      [{ sendTimeoutSeconds: 10, isRetried: true }, standardPolicy.codes],
    ]);
  });

  it('by SMS leads nowhere', async () => {
    codes.kept.set('shop/code', { kind: 'send', code: SMS });
    const { userId: _, redirect: __, ...said } = { ...mail, purpose: 'phone', recipient: { phone: '+33612345678' } };
    expect(await dispatch()).toEqual({ ok: true, value: said });
  });

  it.each([
    ['was taken off the application’s list meanwhile', WELCOME],
    ['was never named', null],
  ])('does not lead to a page that %s', async (_, redirect) => {
    applications.redirectTargets = ['https://shop.example/another'];
    codes.kept.set('shop/code', { kind: 'send', code: { ...MAIL, redirect } });
    expect(await dispatch()).toEqual({ ok: true, value: { ...mail, redirect: null } });
  });

  it('is none where the address has an owner, who is notified instead', async () => {
    const taken = { purpose: 'activation', recipient, locale: 'fr' } as const;
    codes.kept.set('shop/code', { kind: 'taken', ...taken });
    expect(await dispatch()).toEqual({ ok: true, value: { kind: 'account-exists', ...taken } });
  });

  it.each(['already-accepted', 'nobody'] as const)('is not sent where that says %s', async (kind) => {
    codes.kept.set('shop/code', { kind });
    expect(await dispatch()).toEqual({ ok: true, value: { kind } });
  });

  it('is over where its account may not use it any more', async () => {
    codes.kept.set('shop/code', { kind: 'over' });
    expect(await dispatch()).toEqual({ ok: false, error: { code: 'code-over' } });
  });

  it('is unknown where the application has none', async () => {
    expect(await dispatch({ codeId: 'nothing' })).toEqual(unknown);
  });
});

describe('the message of a code', () => {
  it('starts the code’s life once it is accepted, and says whether more will be told of it', async () => {
    const start = (fields: Partial<StartActivationCode>) =>
      new StartActivationCodeHandler({ codes }).execute(
        Object.assign(new StartActivationCode(), { codeId: 'code' }, fields),
        context,
      );
    expect(await start({})).toEqual(done);
    expect(await start({ isFollowed: true })).toEqual(done);
    expect(codes.told).toEqual([{ isFollowed: false }, { isFollowed: true }]);
    expect(await start({ codeId: 'nothing' })).toEqual(unknown);
  });

  it('may turn out to have been delivered, or to have bounced', async () => {
    const outcomes = [
      { codeId: 'one', state: 'delivered' },
      { codeId: 'two', state: 'bounced', reason: 'mailbox-full' },
    ] as const;
    const command = Object.assign(new RecordMessageOutcomes(), { outcomes: [...outcomes] });
    expect(await new RecordMessageOutcomesHandler({ codes }).execute(command, context)).toEqual(done);
    expect(codes.told).toEqual(['shop', [{ ...outcomes[0], reason: null }, outcomes[1]]]);
  });

  it('may be given up, with the reason', async () => {
    const abandon = (codeId: string) =>
      new AbandonActivationCodeHandler({ codes }).execute(
        Object.assign(new AbandonActivationCode(), { codeId, reason: 'deadline' }),
        context,
      );
    expect(await abandon('code')).toEqual(done);
    expect(codes.told).toEqual([{ reason: 'deadline' }]);
    expect(await abandon('nothing')).toEqual(unknown);
  });
});
