import type { Test } from 'supertest';
import { Administration } from '../../../support/administration.js';
import { ApiHarness, basic, type Person, somebody } from '../../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../../support/database.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** An application that reveals to anyone who signs up whether the address is taken. */
export const TELLING = 'telling';

/** What the provider of mails proves who it is with. */
export const EVENTS_SECRET = 'the-password-of-the-events';

/** What refusals are provoked on: an API, and people in every state. */
export class Stage {
  #db: TestDatabase | undefined;
  #api: ApiHarness | undefined;
  #phones = 0;

  async open(): Promise<void> {
    this.#db = await createTestDatabase();
    await this.#db.sql`
      insert into gatehouse.applications (slug, name, policy) values
        ('phones', 'Phones', '{"requirePhone": true}'),
        ('asking', 'Asking', '{"askFeedback": true}'),
        (${TELLING}, 'Telling', '{"revealExistingAccounts": true}')`;
    this.#api = await ApiHarness.open(this.#db, { environment: { MAIL_SANDBOX_EVENTS_SECRET: EVENTS_SECRET } });
  }

  async close(): Promise<void> {
    await this.#api?.close();
    await this.#db?.drop();
  }

  get api(): ApiHarness {
    if (!this.#api) throw new Error('The stage is not open yet');
    return this.#api;
  }

  get admin(): Administration {
    return new Administration(this.api, this.db);
  }

  get db(): TestDatabase {
    if (!this.#db) throw new Error('The stage is not open yet');
    return this.#db;
  }

  async pendingSomebody(): Promise<Person> {
    const person = somebody();
    await this.api.register(person);
    return person;
  }

  async activeSomebody(): Promise<Person> {
    const person = somebody();
    await this.api.activated(person);
    return person;
  }

  async suspendedSomebody(): Promise<Person> {
    const person = somebody();
    await this.suspend(await this.api.activated(person));
    return person;
  }

  async suspend(userId: string): Promise<void> {
    await this.db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
  }

  /** Somebody of the application that has phones proven, and the codes of their mail and their SMS. */
  async phoneSomebody() {
    const person = { ...somebody(), phone: this.nextPhone() };
    const userId = await this.api.register(person, 'phones');
    const [mailed, texted] = [
      await this.api.deliverBy('mail', userId, 'phones'),
      await this.api.deliverBy('sms', userId, 'phones'),
    ];
    return { person, userId, mailed, texted };
  }

  provePhone(person: Person, code: string): Test {
    return this.#atPhones('/v1/users/activation/phone', person).send({ code });
  }

  resendSms(person: Person): Test {
    return this.#atPhones('/v1/users/activation/phone/code', person);
  }

  #atPhones(path: string, person: Person): Test {
    return this.api.http.post(path).set({ Authorization: basic(person), 'Gatehouse-Application': 'phones' });
  }

  signIn(person: Person): Test {
    return this.api.http.post('/v1/sessions').send(person);
  }

  async tokensOf(person: Person): Promise<{ accessToken: string; refreshToken: string }> {
    return (await this.signIn(person)).body as { accessToken: string; refreshToken: string };
  }

  /** A session whose account was suspended after it began. */
  async suspendedTokens(): Promise<{ accessToken: string; refreshToken: string }> {
    const person = somebody();
    const userId = await this.api.activated(person);
    const tokens = await this.tokensOf(person);
    await this.suspend(userId);
    return tokens;
  }

  /** A number that nobody was sent anything to. */
  nextPhone(): string {
    this.#phones += 1;
    // Each of a range of its own: more than a few of one range are stopped.
    return `+336${String(this.#phones).padStart(4, '0')}0001`;
  }

  as(accessToken: string, method: Method, path: string): Test {
    return this.api.http[method](path).auth(accessToken, { type: 'bearer' });
  }

  text(path: string, body: string, type = 'application/json'): Test {
    return this.api.http.post(path).set('Content-Type', type).send(body);
  }
}
