import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('a test database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const now = async (): Promise<number> => {
    const [row] = await db.sql<{ now: Date }[]>`select gatehouse.now() as now`;
    return row?.now.getTime() ?? Number.NaN;
  };

  it('is migrated', async () => {
    const [found] = await db.sql`select to_regclass('gatehouse.event_log') is not null as there`;
    expect(found).toEqual({ there: true });
  });

  it('tells the real time to begin with', async () => {
    expect(Math.abs((await now()) - Date.now())).toBeLessThan(5_000);
  });

  it('stands still at the moment it is set to, on prepared statements too, and goes on by what it is told', async () => {
    await db.setTime(new Date('2026-01-31T23:59:59.900Z'));
    expect(await now()).toBe(Date.parse('2026-01-31T23:59:59.900Z'));
    expect(await now()).toBe(Date.parse('2026-01-31T23:59:59.900Z'));

    await db.advance(60_100);
    expect(await now()).toBe(Date.parse('2026-02-01T00:01:00.000Z'));
  });

  it('runs on, ahead of the world, when it is advanced while running', async () => {
    await db.setTime(null);
    await db.advance(3_600_000);
    await db.advance(1_000);
    expect(Math.abs((await now()) - Date.now() - 3_601_000)).toBeLessThan(5_000);
  });

  it('moves nobody else’s time', async () => {
    const other = await createTestDatabase();
    try {
      const [row] = await other.sql<{ now: Date }[]>`select gatehouse.now() as now`;
      expect(Math.abs((row?.now.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
    } finally {
      await other.drop();
    }
  });
});
