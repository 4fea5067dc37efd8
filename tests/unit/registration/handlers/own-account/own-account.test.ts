import { type PersonalRecords, type PersonKey, type QueryContext, queryWith } from '@gatehouse/kernel';
import { type AccountRecords, FindAccountRecords, FindProfile } from '@gatehouse/registration/contract';
import {
  FindAccountRecordsHandler,
  FindProfileHandler,
} from '../../../../../libs/registration/application/own-account/own-account.js';
import { profileOf } from '../../../../support/registration/in-memory/in-memory-accounts.js';
import { context, signedIn } from '../../../../support/registration/in-memory/password-stage.js';

const refused = (code: string) => ({ ok: false, error: { code } });
const unknown = refused('account-unknown');
const elsewhere: QueryContext = { ...signedIn, application: 'garden' };
/** Of those that a test keeps, in the shop. */
const of =
  <T>(kept: T | null) =>
  async ({ application, userId }: PersonKey) =>
    `${application}/${userId}` === 'shop/ada' ? kept : null;

describe('one’s own profile', () => {
  const find = (state: 'pending' | 'active' | 'suspended', by: QueryContext = signedIn) =>
    new FindProfileHandler({ profiles: { of: of(profileOf({ state })) } }).execute(queryWith(FindProfile, {}), by);

  it('is shown to the owner of an active account', async () => {
    expect(await find('active')).toEqual({ ok: true, value: profileOf() });
  });

  it('is shown to nobody else', async () => {
    expect(await find('active', context)).toEqual(unknown);
    expect(await find('active', elsewhere)).toEqual(unknown);
    expect(await find('pending')).toEqual(unknown);
    expect(await find('suspended')).toEqual(refused('account-suspended'));
  });
});

describe('all that is held about oneself', () => {
  const RECORDS = { exportedAt: 'now', account: profileOf(), codes: [] } as unknown as AccountRecords;
  /** What another context holds. */
  const records = (name: string): PersonalRecords => ({
    name,
    description: name,
    record: class {},
    find: async ({ application, userId }) => [{ of: `${application}/${userId}`, what: name }],
    erase: async () => undefined,
  });
  const others = [records('sessions'), records('messages')];
  const find = (state: 'active' | 'suspended', by: QueryContext = signedIn) => {
    const account = { ...RECORDS.account, state };
    const handler = new FindAccountRecordsHandler({ records: { of: of({ ...RECORDS, account }) }, others });
    return handler.execute(queryWith(FindAccountRecords, {}), by);
  };

  it('is shown to the owner of an active account, with what other contexts hold under their names', async () => {
    expect(await find('active')).toEqual({
      ok: true,
      value: {
        ...RECORDS,
        sessions: [{ of: 'shop/ada', what: 'sessions' }],
        messages: [{ of: 'shop/ada', what: 'messages' }],
      },
    });
  });

  it('is shown to nobody else', async () => {
    expect(await find('active', context)).toEqual(unknown);
    expect(await find('active', elsewhere)).toEqual(unknown);
    expect(await find('suspended')).toEqual(refused('account-suspended'));
  });
});
