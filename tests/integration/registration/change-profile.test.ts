import { commandFrom } from '@gatehouse/platform/edge';
import { ChangeProfile } from '@gatehouse/registration/contract';
import type { TestDatabase } from '../../support/database.js';
import { openHarness } from '../../support/registration/open-harness.js';
import {
  beginAt,
  type Context,
  type RegistrationHarness,
  setPolicy,
} from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };

describe('changing the profile', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let userId: string;
  let ada: Context;

  openHarness((opened) => {
    ({ db, harness } = opened);
  });
  beforeEach(async () => {
    await beginAt(db, NOON);
    userId = await harness.activated({ ...ADA });
    ada = { actor: { userId, roles: ['user'] } };
  });

  const change = (fields: Partial<Record<keyof ChangeProfile, unknown>>, context = ada) =>
    harness.execute(commandFrom(ChangeProfile, fields), context);
  const events = () =>
    db.sql<{ data: object }[]>`
      select data from gatehouse.event_log where type = 'user.profile-changed.v1' order by position`;

  it('keeps what is absent, clears what is null, cleans what is given', async () => {
    await change({ name: ' Ada ', surname: 'Lovelace', hobbies: ['mathematics', 'mathematics'], locale: 'fr-ca' });
    expect(await change({ name: null, phone: '+33 6 12 34 56 78' })).toMatchObject({
      ok: true,
      value: {
        name: null,
        surname: 'Lovelace',
        hobbies: ['mathematics'],
        locale: 'fr-CA',
        phone: '+33612345678',
        phoneVerified: false,
      },
    });
    expect(await change({ hobbies: null })).toMatchObject({ ok: true, value: { hobbies: [], surname: 'Lovelace' } });
  });

  it('takes the proof from a number that changes, and from no other', async () => {
    await change({ phone: '+33612345678' });
    await db.sql`update gatehouse.users set phone_verified_at = gatehouse.now()`;
    expect(await change({ phone: '+33 612 345 678', name: 'Ada' })).toMatchObject({ value: { phoneVerified: true } });
    expect(await change({ phone: '+33612345679' })).toMatchObject({ value: { phoneVerified: false } });
    await db.sql`update gatehouse.users set phone_verified_at = gatehouse.now()`;
    expect(await change({ phone: null })).toMatchObject({ value: { phone: null, phoneVerified: false } });
  });

  it('reports which fields have changed, never their values, and nothing if none has', async () => {
    await change({ name: 'Ada', surname: 'Lovelace' });
    await change({ name: 'Ada', surname: 'King' });
    await change({ surname: 'King' });
    await change({});
    expect((await events()).map(({ data }) => data)).toEqual([
      { userId, fields: ['name', 'surname'] },
      { userId, fields: ['surname'] },
    ]);
  });

  it('loses none of several changes that are made at once', async () => {
    const outcomes = await Promise.all([
      change({ name: 'Ada' }),
      change({ surname: 'King' }),
      change({ locale: 'fr' }),
    ]);
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ ok: true })));
    expect(await change({})).toMatchObject({ value: { name: 'Ada', surname: 'King', locale: 'fr' } });
    expect(await events()).toHaveLength(3);
  });

  it('leaves the language as it is where what is given is none, and takes back what it has answered', async () => {
    await change({ locale: 'fr' });
    expect(await change({ locale: 'français' })).toMatchObject({ ok: true, value: { locale: 'fr' } });
    // What earlier releases kept, and what the person's frontend sends back.
    await db.sql`update gatehouse.users set locale = 'en-US-u-va-posix' where id = ${userId}`;
    expect(await change({ locale: 'en-US-u-va-posix' })).toMatchObject({ ok: true, value: { locale: 'en-US' } });
    expect(await change({ locale: null })).toMatchObject({ ok: true, value: { locale: null } });
  });

  it.each([
    [{ name: '' }, '/name'],
    [{ name: 'A\u0007da' }, '/name'],
    [{ phone: '0612345678' }, '/phone'],
    [{ birthDate: '2999-01-01' }, '/birthDate'],
    [{ hobbies: ['', 'x'] }, '/hobbies'],
    [{ email: 'other@example.org' }, '/email'],
  ])('refuses %j and names the field', async (fields, pointer) => {
    const answer = await change(fields as never);
    expect(answer).toMatchObject({ ok: false, error: { errors: [{ pointer: expect.stringContaining(pointer) }] } });
    expect(await events()).toHaveLength(0);
  });

  it.each([
    ['pending', 'account-unknown'],
    ['suspended', 'account-suspended'],
    ['superseded', 'account-unknown'],
  ])('changes no %s account', async (state, code) => {
    await db.sql`update gatehouse.users set state = ${state}`;
    expect(await change({ name: 'Ada' })).toMatchObject({ ok: false, error: { code } });
  });

  it('knows no account of another application', async () => {
    await setPolicy(db, {}, 'elsewhere');
    expect(await change({ name: 'Ada' }, { ...ada, application: 'elsewhere' })).toMatchObject({
      ok: false,
      error: { code: 'account-unknown' },
    });
  });
});
