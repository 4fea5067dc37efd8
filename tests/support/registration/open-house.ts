import { createTestDatabase, type TestDatabase } from '../database.js';
import { type HouseOptions, RegistrationHouse } from './registration-house.js';

export interface OpenHouse {
  readonly db: TestDatabase;
  readonly house: RegistrationHouse;
}

/**
 * Gives the suite that calls it a database of its own with a house on it, and takes both down behind its last test.
 * @param take is told of both before the first test, and may prepare the database
 */
export function openHouse(take: (opened: OpenHouse) => void | Promise<void>, options: HouseOptions = {}): void {
  let opened: OpenHouse | undefined;
  beforeAll(async () => {
    const db = await createTestDatabase();
    opened = { db, house: new RegistrationHouse(db, {}, options) };
    await take(opened);
  });
  afterAll(async () => {
    await opened?.house.close();
    await opened?.db.drop();
  });
}
