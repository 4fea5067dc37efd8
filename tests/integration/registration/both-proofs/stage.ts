import { createTestDatabase, type TestDatabase } from '../../../support/database.js';
import {
  beginAt,
  type Context,
  type Person,
  RegistrationHarness,
  setPolicy,
} from '../../../support/registration/registration-harness.js';

export const NOON = new Date('2026-05-01T12:00:00Z');
export const PHONE = '+33612345678';
export const OTHER_PHONE = '+33687654321';
export const ADA = { email: 'ada@example.org', password: 'nine seven lanterns', phone: PHONE };
export const EVE = { ...ADA, password: 'a stranger’s lanterns', phone: OTHER_PHONE };

export const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

/** Two processes of a service whose applications want a phone proven, each in its own way, and what a test asks of them. */
export class BothProofsStage {
  #db: TestDatabase | undefined;
  #harnesses: readonly RegistrationHarness[] = [];

  get db(): TestDatabase {
    if (!this.#db) throw new Error('The stage is not open yet');
    return this.#db;
  }

  async open(): Promise<void> {
    const db = await createTestDatabase();
    this.#db = db;
    await setPolicy(db, { requirePhone: true });
    await setPolicy(db, { requirePhone: true, sms: { perDay: 2 } }, 'thrifty');
    await setPolicy(db, { requirePhone: true, sms: { perDay: 0 } }, 'silent');
    await setPolicy(db, { requirePhone: true, codes: { phone: { digits: 4, longDigits: 8 } } }, 'short');
    await setPolicy(db, { requirePhone: false }, 'easy');
    const unthrottled = {
      messages: { gapSeconds: 0, perHour: 100_000, perDay: 100_000, perNetworkAndHour: 100_000 },
      guessing: { freeTries: 100_000, perNetwork: 100_000 },
    };
    await setPolicy(db, { requirePhone: true, ...unthrottled, sms: { perDay: 100_000 } }, 'busy');
    const tries = { triesPerCode: 100, sharedTries: 100 };
    await setPolicy(db, { requirePhone: true, ...unthrottled, code: tries, codes: { phone: tries } }, 'patient');
    this.#harnesses = [new RegistrationHarness(db), new RegistrationHarness(db)];
  }

  async close(): Promise<void> {
    await Promise.all(this.#harnesses.map((each) => each.close()));
    await this.#db?.drop();
  }

  begin = () => beginAt(this.db, NOON);
  harness = (index = 0) => this.#harnesses[index % this.#harnesses.length] as RegistrationHarness;
  /** The digits of a registration's latest code, once its provider has accepted it. */
  mail = (userId: string, context?: Context) => this.harness().deliverBy('mail', userId, context);
  text = (userId: string, context?: Context) => this.harness().deliverBy('sms', userId, context);

  /** Both proofs of a registration, one after the other. */
  activate = async (person: Person, userId: string, context?: Context) => {
    await this.harness().activate(person, await this.mail(userId, context), context);
    await this.harness().provePhone(person, await this.text(userId, context), context);
  };

  states = async () =>
    Object.fromEntries((await this.db.sql`select id, state from gatehouse.users`).map(({ id, state }) => [id, state]));
  eventsOf = async (userId: string) =>
    (await this.db.sql`select type from gatehouse.event_log where subject = ${userId} order by position`).map(
      ({ type }) => type,
    );
  counts = async () =>
    (
      await this.db.sql`select (select count(*)::int from gatehouse.users) as users,
        (select count(*)::int from gatehouse.activation_codes where channel = 'mail') as mails,
        (select count(*)::int from gatehouse.activation_codes where channel = 'sms') as texts`
    )[0];
}
