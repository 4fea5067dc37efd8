import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { REGISTRATION } from '@gatehouse/registration';
import {
  BeginImport,
  ChangePassword,
  EraseUser,
  type ImportedUser,
  type ImportOutcome,
  ImportUsers,
} from '@gatehouse/registration/contract';
import { HashDecoyPurge } from '../../../libs/registration/adapters/postgres/purges/registration-purges.js';
import { OPERATOR } from '../../support/administration.js';
import type { TestDatabase } from '../../support/database.js';
import { FOREIGN_VECTORS, PASSWORD } from '../../support/registration/foreign-vectors.js';
import { openHarness } from '../../support/registration/open-harness.js';
import { beginAt, type RegistrationHarness, setPolicy } from '../../support/registration/registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
const DJANGO = FOREIGN_VECTORS[0]?.[2] ?? '';
const DEARER = DJANGO.replace('$20000$', '$20001$');
const BCRYPT = FOREIGN_VECTORS.find(([made]) => made.includes('$2b$'))?.[2] ?? '';
const NEXT = 'eleven quiet harbours';

describe('importing users', () => {
  let db: TestDatabase;
  let harness: RegistrationHarness;
  let made = 0;

  openHarness(
    async (opened) => {
      ({ db, harness } = opened);
      await setPolicy(db, { requirePhone: true }, 'phones');
    },
    { dearHashes: true },
  );
  beforeEach(async () => {
    await beginAt(db, NOON);
    await db.sql`truncate gatehouse.imports, gatehouse.foreign_hash_decoys`;
  });

  const newImport = () => {
    made += 1;
    return `0197a000-0000-7000-8000-${String(made).padStart(12, '0')}`;
  };
  const begin = async (importId: string, application = 'default') => {
    const answer = await harness.execute(commandFrom(BeginImport, { importId }), {
      application,
      administrator: OPERATOR,
    });
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value;
  };
  type Row = Partial<ImportedUser>;
  const write = async (importId: string, rows: readonly Row[], { first = 1, application = 'default' } = {}) => {
    const lines = rows.map((user, index) => ({ number: first + index, user }));
    const through = first + rows.length - 1;
    return harness.execute(commandFrom(ImportUsers, { importId, through, lines }), { application });
  };
  const outcomes = async (...given: Parameters<typeof write>): Promise<readonly ImportOutcome[]> => {
    const answer = await write(...given);
    if (!answer.ok) throw new Error(`${answer.error.code} ${JSON.stringify(answer.error.errors)}`);
    return answer.value.outcomes;
  };
  /** The outcome of an import of its own: `imported` or the reason why not. */
  const take = async (rows: readonly Row[], application = 'default') => {
    const importId = newImport();
    await begin(importId, application);
    return (await outcomes(importId, rows, { application })).map(wordOf);
  };
  const wordOf = (each: ImportOutcome) => ('code' in each ? each.code : each.outcome);
  const users = () => db.sql`select id, email, state, import_line from gatehouse.users order by email, state`;
  const events = async () =>
    (
      await db.sql<{ type: string; data: object }[]>`
        select type, data from gatehouse.event_log order by position`
    ).map(({ type, data }) => [type, data]);
  const decoys = () =>
    db.sql`select application, kind, work::int from gatehouse.foreign_hash_decoys order by application, kind`;
  const hashOf = async (id: string) => {
    const [row] = await db.sql<{ password_hash: string }[]>`select password_hash from gatehouse.users where id = ${id}`;
    return row?.password_hash ?? '';
  };

  const ada = { email: 'Ada@example.org', emailVerified: true, passwordHash: DJANGO };
  const grace = { email: 'grace@example.org', emailVerified: true, passwordHash: BCRYPT };

  it('writes people who are proven as accounts, with their events, in one statement', async () => {
    const id = '0197A000-0000-7000-8000-0000000000AA';
    const details = { name: 'Ada', surname: 'Lovelace', phone: '+33 6 12 34 56 78', hobbies: ['whist', 'a "b", {c}'] };
    const more = { birthDate: '1915-12-10', locale: 'fr', phoneVerified: true, createdAt: '2020-02-29T01:00:00+01:00' };
    const acceptedTerms = { version: '2020-01', acceptedAt: '2020-02-29T01:00:00+01:00' };
    expect(await take([{ ...ada, ...details, ...more, acceptedTerms, id }])).toEqual(['imported']);
    const profile = await harness.container.get(REGISTRATION.profileViews).of({
      application: 'default',
      userId: id.toLowerCase(),
    });
    expect(profile).toEqual({
      ...details,
      id: id.toLowerCase(),
      state: 'active',
      email: 'Ada@example.org',
      emailVerified: true,
      phone: '+33612345678',
      phoneVerified: true,
      birthDate: '1915-12-10',
      locale: 'fr',
      acceptedTerms: { version: '2020-01', acceptedAt: '2020-02-29T00:00:00.000Z' },
      createdAt: '2020-02-29T00:00:00.000Z',
      activatedAt: '2020-02-29T00:00:00.000Z',
    });
    const data = { userId: id.toLowerCase(), state: 'active', email: 'Ada@example.org', locale: 'fr' };
    expect(await events()).toEqual([['user.imported.v1', data]]);
    const [written] = await db.sql`
      select person.xmin::text = import.xmin::text and event.transaction_id::text = person.xmin::text as at_once
      from gatehouse.users person, gatehouse.imports import, gatehouse.event_log event`;
    expect(written).toEqual({ at_once: true });
  });

  /** One of each kind: that all of them are verified is seen without a database. */
  it.each(FOREIGN_VECTORS.filter(([made]) => made.startsWith('Django')))(
    'lets people in with the hash of %s, and replaces it',
    async (_made, password, passwordHash) => {
      const importId = newImport();
      await begin(importId);
      const [outcome] = await outcomes(importId, [{ ...ada, passwordHash }]);
      const id = outcome && 'id' in outcome ? outcome.id : '';
      const before = await hashOf(id);
      const wrong = await harness.authenticate({ email: ada.email, password: `${password.slice(1)}x` });
      expect(wrong).toMatchObject({ ok: false, error: { code: 'credentials-invalid' } });
      expect(await hashOf(id)).toBe(before);

      expect(await harness.authenticate({ email: ada.email, password })).toMatchObject({
        ok: true,
        value: { profile: { id } },
      });
      expect(await hashOf(id)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await harness.authenticate({ email: ada.email, password })).toMatchObject({ ok: true });
      expect(await harness.authenticate({ email: ada.email, password: 'another one' })).toMatchObject({ ok: false });
    },
  );

  it('replaces a hash once when the person signs in twice at once', async () => {
    await take([ada]);
    const signIn = () => harness.authenticate({ email: ada.email, password: PASSWORD });
    expect((await Promise.all([signIn(), signIn(), signIn()])).map(({ ok }) => ok)).toEqual([true, true, true]);
    const [row] = await db.sql`select password_hash like '$argon2id$%' as own, version from gatehouse.users`;
    expect(row).toEqual({ own: true, version: 1 });
  });

  it('takes the hash as proof where the password is asked again', async () => {
    const [outcome] = await (async () => {
      const importId = newImport();
      await begin(importId);
      return outcomes(importId, [ada]);
    })();
    const userId = outcome && 'id' in outcome ? outcome.id : '';
    const change = (currentPassword: string) =>
      harness.execute(commandFrom(ChangePassword, { currentPassword, newPassword: NEXT }), {
        actor: { userId, roles: ['user'] },
      });
    expect(await change('wrong one entirely')).toMatchObject({ ok: false, error: { code: 'password-wrong' } });
    expect(await change(PASSWORD)).toEqual({ ok: true, value: null });
    expect(await harness.authenticate({ email: ada.email, password: PASSWORD })).toMatchObject({ ok: false });
    expect(await harness.authenticate({ email: ada.email, password: NEXT })).toMatchObject({ ok: true });
  });

  it('lets people without a password request one', async () => {
    expect(await take([{ email: ada.email, emailVerified: true }])).toEqual(['imported']);
    await harness.askReset('ada@example.org');
    const digits = await harness.deliverReset('ada@example.org');
    expect(await harness.resetPassword('ada@example.org', digits ?? '', NEXT)).toMatchObject({ ok: true });
    expect(await harness.authenticate({ email: ada.email, password: NEXT })).toMatchObject({ ok: true });
  });

  describe('whose mailbox is not proven', () => {
    const unproven = { ...ada, emailVerified: false };

    it('have them wait for a code, which the old password and the code make an account', async () => {
      expect(await take([unproven])).toEqual(['imported']);
      const person = { email: ada.email, password: PASSWORD };
      expect(await harness.authenticate(person)).toMatchObject({ ok: false, error: { code: 'activation-required' } });
      expect(await harness.askAgain(ada.email)).toMatchObject({ ok: true });
      const [row] = await db.sql<{ id: string }[]>`select id from gatehouse.users`;
      const digits = await harness.deliver(row?.id ?? '');
      const wrong = await harness.activate({ ...person, password: 'not the one' }, digits);
      expect(wrong).toMatchObject({ ok: false, error: { code: 'credentials-invalid' } });
      expect(await harness.activate(person, digits)).toMatchObject({
        ok: true,
        value: { state: 'active', id: row?.id },
      });
      expect(await harness.authenticate(person)).toMatchObject({ ok: true });
      expect(await hashOf(row?.id ?? '')).toMatch(/^\$argon2id/);
    });

    it('outlive the day that others have, unless somebody else proves the address', async () => {
      await take([{ ...unproven, createdAt: '2020-01-01T00:00:00Z' }]);
      await harness.register({ email: 'eve@example.org', password: NEXT });
      await db.advance(25 * 3_600_000);
      const purge = async () => {
        for (const each of harness.container.getAll(PLATFORM.purges))
          for await (const _ of each.batches(100)) if (each.what === 'nothing') return;
      };
      await purge();
      expect(await users()).toMatchObject([{ email: 'ada@example.org', state: 'pending' }]);
      await harness.activated({ email: ada.email, password: NEXT });
      await db.advance(25 * 3_600_000);
      await purge();
      expect(await users()).toMatchObject([{ email: 'ada@example.org', state: 'active', import_line: null }]);
    });

    it('do not get an address that is somebody’s, nor twice the same', async () => {
      await harness.activated({ email: ada.email, password: NEXT });
      const eve = { ...unproven, email: 'eve@example.org' };
      const bob = { ...unproven, email: 'bob@example.org' };
      const proven = { ...bob, emailVerified: true };
      expect(await take([unproven, eve, eve, bob, proven])).toEqual([
        'email-taken',
        'imported',
        'email-taken',
        'email-taken',
        'imported',
      ]);
      expect(await take([eve])).toEqual(['email-taken']);
    });

    it('give way to one whose mailbox is, with their codes', async () => {
      await take([unproven]);
      const pending = await harness.register({ email: ada.email, password: NEXT });
      const digits = await harness.deliver(pending);
      expect(await take([ada])).toEqual(['imported']);
      expect((await users()).map(({ state }) => state)).toEqual(['active', 'superseded', 'superseded']);
      expect(await harness.activate({ email: ada.email, password: NEXT }, digits)).toMatchObject({
        ok: false,
        error: { code: 'code-invalid' },
      });
      expect((await events()).filter(([type]) => type === 'registration.superseded.v1')).toHaveLength(2);
    });

    it('prove the phone too where the application asks for that', async () => {
      const phone = { ...unproven, phone: '+33612345678' };
      expect(await take([unproven, phone], 'phones')).toEqual(['field-required', 'imported']);
      const [row] = await db.sql`select phone_required from gatehouse.users`;
      expect(row).toEqual({ phone_required: true });
    });
  });

  it('judges each line by itself, and disturbs no other', async () => {
    await harness.activated({ email: 'taken@example.org', password: NEXT });
    const gone = await harness.activated({ email: 'gone@example.org', password: NEXT });
    await harness.container.get(REGISTRATION.erasing).erase(
      { userIds: [gone], provenHashes: null },
      {
        application: 'default',
        network: null,
        requestId: 'tests',
      },
    );
    const known = await take([
      ada,
      { ...ada, email: 'TAKEN@example.org' },
      { ...ada, email: 'ada@EXAMPLE.org' },
      { ...ada, email: 'eve@example.org', id: gone },
      { ...grace, email: 'ada@' },
      { ...grace, passwordHash: 'md5$x$y' },
      { ...grace, passwordHash: BCRYPT.replace('$04$', '$15$') },
      { ...grace, phone: '12', locale: 'xx-abcdefgh-abcdefgh-abcdefgh' },
      { ...grace, createdAt: '2100-01-01T00:00:00Z' },
      grace,
    ]);
    expect(known).toEqual([
      'imported',
      'email-taken',
      'email-taken',
      'id-taken',
      'email-invalid',
      'hash-unknown',
      'hash-too-costly',
      'phone-invalid',
      'created-at-invalid',
      'imported',
    ]);
    expect(await harness.authenticate({ email: 'taken@example.org', password: NEXT })).toMatchObject({ ok: true });
  });

  it('recognises repeated lines by their number, and changes nothing', async () => {
    const importId = newImport();
    expect(await begin(importId)).toEqual({ lines: 0, imported: 0 });
    const first = await outcomes(importId, [ada, { ...ada, email: 'x' }, grace]);
    const before = await db.sql`select * from gatehouse.users order by id`;
    expect(await begin(importId)).toEqual({ lines: 3, imported: 2 });

    const again = await write(importId, [ada, { ...ada, email: 'x' }, grace, { ...ada, email: 'eve@example.org' }]);
    if (!again.ok) throw new Error(again.error.code);
    expect(again.value.outcomes.map(wordOf)).toEqual(['repeated', 'email-invalid', 'repeated', 'imported']);
    expect(again.value.outcomes.slice(0, 3)).toMatchObject(
      first.map(({ line, ...each }) => ('id' in each ? { line, id: each.id } : { line })),
    );
    expect(again.value.progress).toEqual({ lines: 4, imported: 3 });
    expect(await db.sql`select * from gatehouse.users where email <> 'eve@example.org' order by id`).toEqual(before);
    expect(await events()).toHaveLength(3);
  });

  it('does not bring back people who were erased, or moved to another address', async () => {
    const importId = newImport();
    await begin(importId);
    const [one, other] = await outcomes(importId, [ada, grace]);
    const idOf = (outcome: ImportOutcome | undefined) => (outcome && 'id' in outcome ? outcome.id : '');
    await harness.execute(commandFrom(EraseUser, { userId: idOf(one) }), { administrator: OPERATOR });
    await db.sql`update gatehouse.users set email = 'moved@example.org' where id = ${idOf(other)}`;
    expect((await outcomes(importId, [ada, grace])).map(wordOf)).toEqual(['line-passed', 'repeated']);
    expect(await take([ada])).toEqual(['imported']);
    const rows = await db.sql`select import_id from gatehouse.users where state = 'erased'`;
    expect(rows).toEqual([{ import_id: null }]);
    const blank =
      await db.sql`select data from gatehouse.event_log where type = 'user.imported.v1' and subject = ${idOf(one)}`;
    expect(blank).toMatchObject([{ data: { email: null, locale: null, state: 'active' } }]);
  });

  it('gives each line one account when the same lines come several times at once', async () => {
    const importId = newImport();
    await begin(importId);
    const rows = Array.from({ length: 40 }, (_, index) => ({ ...ada, email: `person-${index}@example.org` }));
    const all = await Promise.all([1, 2, 3, 4].map(() => outcomes(importId, rows)));
    expect(all.flat().filter(({ outcome }) => outcome === 'imported')).toHaveLength(40);
    expect(all.flat().filter(({ outcome }) => outcome === 'repeated')).toHaveLength(120);
    expect(await users()).toHaveLength(40);
    expect(await events()).toHaveLength(40);
  });

  it('gives an address one owner when several imports and activations want it at once', async () => {
    const people = Array.from({ length: 12 }, (_, index) => ({ ...ada, email: `person-${index}@example.org` }));
    const pending = await Promise.all(
      people.map(async ({ email }) => {
        const id = await harness.register({ email, password: NEXT });
        return { email, digits: await harness.deliver(id) };
      }),
    );
    const backwards = [...people].reverse();
    const [activated, ...taken] = await Promise.all([
      Promise.all(pending.map(({ email, digits }) => harness.activate({ email, password: NEXT }, digits))),
      take(people),
      take(backwards),
      take(people),
    ]);
    const owners = await db.sql`select email from gatehouse.users where state = 'active'`;
    expect(owners).toHaveLength(12);
    const won = activated.filter(({ ok }) => ok).length + taken.flat().filter((word) => word === 'imported').length;
    expect(won).toBe(12);
    expect(
      taken
        .flat()
        .filter((word) => word !== 'imported')
        .every((word) => word === 'email-taken'),
    ).toBe(true);
  });

  it('has everybody in the application pay for the dearest hash, until the last one is replaced', async () => {
    await take([ada, grace, { ...ada, email: 'dearer@example.org', passwordHash: DEARER }]);
    await take([{ ...ada, email: 'cheaper@example.org' }]);
    expect(await decoys()).toEqual([
      { application: 'default', kind: 'bcrypt', work: 16 },
      { application: 'default', kind: 'pbkdf2-sha256', work: 20_001 },
    ]);
    const purge = async () => {
      for await (const _ of new HashDecoyPurge(harness.container.get(PLATFORM.database)).batches());
      return (await decoys()).map(({ kind }) => kind);
    };
    await harness.authenticate({ email: grace.email, password: PASSWORD });
    expect(await purge()).toEqual(['bcrypt', 'pbkdf2-sha256']);
    await db.advance(3_600_001);
    expect(await purge()).toEqual(['pbkdf2-sha256']);
    await db.sql`delete from gatehouse.users`;
    expect(await purge()).toEqual([]);
  });

  it('belongs to its application', async () => {
    const importId = newImport();
    await begin(importId);
    expect(await write(importId, [ada], { application: 'phones' })).toMatchObject({
      ok: false,
      error: { code: 'import-unknown' },
    });
    await begin(importId, 'phones');
    expect((await outcomes(importId, [ada], { application: 'phones' })).map(wordOf)).toEqual(['imported']);
    expect((await outcomes(importId, [ada])).map(wordOf)).toEqual(['imported']);
    expect(
      await harness.authenticate({ email: ada.email, password: PASSWORD }, { application: 'phones' }),
    ).toMatchObject({
      ok: true,
    });
    expect(await decoys()).toMatchObject([{ application: 'default' }, { application: 'phones' }]);
  });

  it('is noted each time that somebody begins or goes on', async () => {
    const importId = newImport();
    await begin(importId);
    await begin(importId);
    const acts = await db.sql`select act, administrator_kind from gatehouse.audit_log where subject = ${importId}`;
    expect(acts).toEqual([
      { act: 'users.import-begun', administrator_kind: 'operator' },
      { act: 'users.import-begun', administrator_kind: 'operator' },
    ]);
    await expect(harness.execute(commandFrom(BeginImport, { importId }))).rejects.toThrow('Nobody answers');
  });
});
