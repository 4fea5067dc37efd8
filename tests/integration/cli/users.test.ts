import { tmpdir } from 'node:os';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

const IDS = ['019a4f3e-0000-7000-8000-000000000001', '019a4f3e-0000-7000-8000-000000000002'] as const;

describe('gatehouse users search', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'The Shop')`;
    const add = (
      id: string,
      application: string,
      fields: { email: string; name: string; surname: string; phone: string },
    ) =>
      db.sql`
        insert into gatehouse.users ${db.sql({ id, application, state: 'active', email_deliverable: fields.email, password_hash: 'none', ...fields })}`;
    await add(IDS[0], 'shop', { email: 'ada@example.com', name: 'Ada', surname: 'Lovelace', phone: '+33612345678' });
    await add(IDS[1], 'shop', {
      email: 'grace@example.com',
      name: 'Grace',
      surname: 'Lovelock',
      phone: '+33687654321',
    });
    const elsewhere = { email: 'augusta@example.com', name: 'Augusta', surname: 'Lovelace', phone: '+33611111111' };
    await add('019a4f3e-0000-7000-8000-000000000003', 'default', elsewhere);
  });
  afterAll(() => db.drop());

  const search = (text: string, ...options: readonly string[]) =>
    runGatehouse(['users', 'search', text, ...options], { ...TEST_ENVIRONMENT, DATABASE_URL: db.url }, tmpdir());
  const idsOf = async (text: string, ...options: readonly string[]) => {
    const { out, code } = await search(text, '--application', 'shop', '--json', ...options);
    expect(code).toBe(0);
    return (JSON.parse(out) as { id: string }[]).map(({ id }) => id);
  };

  it('finds people of the application by part of an address, a name or a phone, newest first', async () => {
    expect(await idsOf('LOVEL')).toEqual([IDS[1], IDS[0]]);
    expect(await idsOf('lovelace')).toEqual([IDS[0]]);
    expect(await idsOf('grace@')).toEqual([IDS[1]]);
    expect(await idsOf('+33 6 12 34')).toEqual([IDS[0]]);
    expect(await idsOf('nobody')).toEqual([]);
    expect(await idsOf('lovel', '--limit', '1')).toEqual([IDS[1]]);
    expect(await idsOf('lovel', '--state', 'suspended')).toEqual([]);
  });

  it('prints a table', async () => {
    expect(await search('lovelace', '--application', 'shop')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^ID +STATE +EMAIL +NAME +PHONE +TERMS +CREATED *\n019a4f3e\S+ +active +ada@example\.com +Ada Lovelace +\+33612345678 +\d{4}-/,
      ),
      err: '',
    });
  });

  it('says what is too little, and which application there is none of', async () => {
    expect(await search('lo')).toEqual({ code: 1, out: '', err: 'gatehouse: Search for at least 3 characters\n' });
    expect(await search('lovelace', '--application', 'nobodys')).toMatchObject({
      code: 1,
      err: expect.stringContaining('"nobodys" not found'),
    });
    expect(await search('lovelace', '--limit', 'many')).toMatchObject({ code: 2, out: '' });
  });

  it('notes in the audit log whose data was shown, and not what was searched for', async () => {
    const [last] = await db.sql`select max(position) as position from gatehouse.audit_log`;
    await idsOf('lovelace');
    const noted = await db.sql`
      select act, subject, administrator_kind, details::text from gatehouse.audit_log
      where application = 'shop' and position > ${last?.['position'] ?? 0}`;
    expect(noted).toMatchObject([{ act: 'users.looked-up', subject: IDS[0], administrator_kind: 'operator' }]);
    expect(JSON.stringify(noted)).not.toContain('ovelace');
  });
});
