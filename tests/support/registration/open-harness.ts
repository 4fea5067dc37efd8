import { createTestDatabase, type TestDatabase } from '../database.js';
import { type HarnessOptions, RegistrationHarness } from './registration-harness.js';

export interface OpenHouse {
  readonly db: TestDatabase;
  readonly harness: RegistrationHarness;
}

/**
 * Gives the suite that calls it a database of its own with a harness on it, and takes both down behind its last test.
 * @param take gets both before the first test, and may prepare the database
 */
export function openHarness(take: (opened: OpenHouse) => void | Promise<void>, options: HarnessOptions = {}): void {
  let opened: OpenHouse | undefined;
  beforeAll(async () => {
    const db = await createTestDatabase();
    opened = { db, harness: new RegistrationHarness(db, {}, options) };
    await take(opened);
  });
  afterAll(async () => {
    await opened?.harness.close();
    await opened?.db.drop();
  });
}
