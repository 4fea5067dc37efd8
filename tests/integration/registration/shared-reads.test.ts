import { randomUUID } from 'node:crypto';
import type { PersonKey } from '@gatehouse/kernel';
import { Database } from '@gatehouse/platform/postgres';
import { jest } from '@jest/globals';
import { PostgresProfileViews } from '../../../libs/registration/adapters/postgres/own-account/postgres-accounts.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const PEOPLE = 130;
const STATES = ['pending', 'active', 'suspended', 'superseded'] as const;
const SHOWN = new Set<string>(['pending', 'active', 'suspended']);

interface Person extends PersonKey {
  readonly email: string;
  readonly state: string;
}

describe('profiles that many ask for at once', () => {
  let db: TestDatabase;
  let database: Database;
  let profiles: PostgresProfileViews;
  let people: readonly Person[];

  beforeAll(async () => {
    db = await createTestDatabase();
    people = await db.sql<Person[]>`
      insert into gatehouse.users
        (application, id, state, email, email_deliverable, password_hash, created_at, activated_at, suspended_at)
      select 'app-' || n % 3, gen_random_uuid(), state, email, email,
        'none', now(), case when state in ('active', 'suspended') then now() end,
        case state when 'suspended' then now() end
      from (select n, n || '@example.com' as email, (${[...STATES]}::text[])[1 + n % 4] as state
        from generate_series(1, ${PEOPLE}::int) as n) as person
      returning application, id as "userId", email, state`;
    database = new Database({ url: db.url, applicationName: 'tests', poolSize: 4 });
    profiles = new PostgresProfileViews(database);
  });
  afterAll(async () => {
    await database.close();
    await db.drop();
  });

  it('are each the one that was asked for, by few statements', async () => {
    const query = jest.spyOn(database, 'query');
    const mixed = people.toSorted((one, other) => one.userId.localeCompare(other.userId));
    const found = await Promise.all([...mixed, ...mixed].map((person) => profiles.of(person)));
    const expected = mixed.map(({ userId, email, state }) =>
      SHOWN.has(state) ? expect.objectContaining({ id: userId, email, state }) : null,
    );
    expect(found).toEqual([...expected, ...expected]);
    expect(query.mock.calls.length).toBeLessThanOrEqual(8);
  });

  it('do not show anyone of another application, nor anyone who is not there', async () => {
    const active = people.filter(({ state }) => state === 'active');
    const others = active.map(({ userId, application }) => ({
      userId,
      application: application === 'app-0' ? 'app-1' : 'app-0',
    }));
    const nobody = { application: 'app-0', userId: randomUUID() };
    const found = await Promise.all([...others, nobody, ...active].map((person) => profiles.of(person)));
    expect(found.slice(0, others.length + 1)).toEqual(others.concat(nobody).map(() => null));
    expect(found.slice(others.length + 1).map((profile) => profile?.id)).toEqual(active.map(({ userId }) => userId));
  });

  it('have what was written before they were asked for, whatever is under way', async () => {
    const [ada] = people.filter(({ state }) => state === 'active');
    if (!ada) throw new Error('Somebody is active');
    const crowd = { isThere: true };
    const readers = Array.from({ length: 30 }, async (_, index) => {
      while (crowd.isThere) await profiles.of(people[index] ?? ada);
    });
    for (let turn = 1; turn <= 60; turn++) {
      await db.sql`update gatehouse.users set name = ${`Ada ${turn}`} where id = ${ada.userId}`;
      expect(await profiles.of(ada)).toMatchObject({ name: `Ada ${turn}` });
    }
    crowd.isThere = false;
    await Promise.all(readers);
  });

  it('fail alone where one of them is no id', async () => {
    const outcomes = await Promise.allSettled([
      profiles.of(people[0] as Person),
      profiles.of({ application: 'app-0', userId: 'nobody' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
