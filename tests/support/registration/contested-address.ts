import { commandFrom } from '@gatehouse/platform/edge';
import { EraseUser } from '@gatehouse/registration/contract';
import { holdLocks, type LockHolder } from '../lock-holder.js';
import { type OpenHouse, openHarness } from './open-harness.js';
import { beginAt, type RegistrationHarness } from './registration-harness.js';

const NOON = new Date('2026-05-01T12:00:00Z');
export const ADA = { email: 'ada@example.org', password: 'nine seven lanterns' };
const MALLORY = { ...ADA, password: 'a stranger’s lanterns' };

/** An address with an owner, and the registration of a stranger who was there before. */
export interface ContestedAddress extends OpenHouse {
  readonly ada: string;
  readonly mallory: string;
  /** Erases the owner, and so the stranger's registration too. */
  erase(): ReturnType<RegistrationHarness['execute']>;
  lockUser(id: string): Promise<LockHolder>;
}

/** What an erasure of the owner answers. */
export const ERASED = { ok: true, value: null };

/** @param take gets it anew before each test of the suite that calls this */
export function openContestedAddress(take: (opened: ContestedAddress) => void): void {
  let house: OpenHouse;
  openHarness((opened) => {
    house = opened;
  });
  beforeEach(async () => {
    const { db, harness } = house;
    await beginAt(db, NOON);
    const mallory = await harness.register(MALLORY);
    await db.advance(60_000);
    const ada = await harness.activated(ADA);
    await db.advance(60_000);
    take({
      ...house,
      ada,
      mallory,
      erase: () => harness.execute(commandFrom(EraseUser, { userId: ada })),
      lockUser: (id) => holdLocks(db, (sql) => sql`select 1 from gatehouse.users where id = ${id} for update`),
    });
  });
}
