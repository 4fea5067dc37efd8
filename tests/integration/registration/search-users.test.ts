import { Database } from '@gatehouse/platform/postgres';
import {
  matchingUsers,
  PostgresUserViews,
} from '../../../libs/registration/adapters/postgres/standing/postgres-user-views.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const PEOPLE = 40_000;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Loops': number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

describe('the search for a part of somebody', () => {
  let db: TestDatabase;
  let database: Database;
  let users: PostgresUserViews;

  beforeAll(async () => {
    db = await createTestDatabase();
    // Nothing is analysed: a table that has just been filled is when plans go wrong.
    await db.sql`
      insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash, name, created_at)
      select case when n % 40 = 0 then 'small' else 'large' end, gen_random_uuid(), 'active', email, email, 'none',
        case when n <= 40 then 'Rare' else 'Person' end, now() - (${PEOPLE} - n) * interval '1 second'
      from (select n, substr(md5(n::text), 1, 8) || '.' || n || '@example.com' as email
        from generate_series(1, ${PEOPLE}::int) as n) as person`;
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 2, deadlineMs: 30_000 });
    users = new PostgresUserViews(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  const find = (text: string, application = 'large', limit = 51) =>
    users.matching({ application, text, state: null, after: null, limit });
  const planOf = async (text: string, application: string): Promise<Plan> => {
    const match = { application, text, state: null, after: null, limit: 51 };
    const [row] = await database.query<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>(
      (sql) => sql`
        explain (analyze, buffers, format json) with ${matchingUsers(sql, match)} select id from matching`,
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('No plan');
    return plan;
  };
  const partsOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(partsOf)];
  const blocksOf = (plan: Plan): number => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];

  it('finds one among the oldest of many, by the index, and reads little', async () => {
    expect(await find(`.7@example`)).toHaveLength(1);
    const parts = partsOf(await planOf('rare', 'large'));
    const used = parts.filter((part) => part['Index Name'] === 'users_search');
    expect(used.map((part) => part['Actual Loops'])).toEqual([1]);
    expect(parts.filter((part) => part['Node Type'] === 'Seq Scan')).toEqual([]);
    expect(await find('rare')).toHaveLength(39);
  });

  it('finds a page of what everybody has among the newest, without the index of terms', async () => {
    const parts = partsOf(await planOf('example.com', 'large'));
    expect(parts.filter((part) => part['Index Name'] === 'users_search' && part['Actual Loops'] > 0)).toEqual([]);
    const found = await find('example.com');
    expect(found).toHaveLength(51);
    const times = found.map(({ createdAt }) => createdAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('reads nothing of another application, however large that is', async () => {
    expect(await find('rare', 'small')).toHaveLength(1);
    expect(blocksOf(await planOf('person', 'empty'))).toBeLessThan(50);
  });

  it('pages through all who match, some of them by either way', async () => {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await users.matching({ application: 'large', text: '.12', state: 'active', after, limit: 2_000 });
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1)?.id ?? null;
      if (page.length < 2_000) break;
    }
    const [row] = await db.sql<{ count: number }[]>`
      select count(*)::int as count from gatehouse.users where application = 'large' and strpos(email, '.12') > 0`;
    expect(seen).toHaveLength(row?.count ?? -1);
    expect(new Set(seen).size).toBe(seen.length);
  });
});
