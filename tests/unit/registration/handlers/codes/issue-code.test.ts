import type { CommandContext } from '@gatehouse/kernel';
import { IssueCode } from '../../../../../libs/registration/application/codes/issue-code.js';
import type { CodeHistory } from '../../../../../libs/registration/application/ports/message-history.js';
import { activationCodeOf } from '../../../../../libs/registration/domain/code/activation-code.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { CountedIds } from '../../../../support/handlers/counted-ids.js';
import { InMemoryCodes, plainDigits } from '../../../../support/registration/in-memory/in-memory-codes.js';
import { ago, history } from '../../../../support/registration/in-memory/message-histories.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const ADA = 'ada@example.org';

let codes: InMemoryCodes;
let issueCode: IssueCode;

beforeEach(() => {
  codes = new InMemoryCodes();
  issueCode = new IssueCode(codes, plainDigits, new CountedIds());
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
    codes.lostSlots = 1;
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
