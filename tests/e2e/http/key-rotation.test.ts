import { createPublicKey, verify } from 'node:crypto';
import supertest from 'supertest';
import { ApiHarness, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const INSTANCES = 3;
const PEOPLE = 4;
const KEYS = {
  old: `old:${Buffer.alloc(32, 'the old one').toString('base64')}`,
  new: `new:${Buffer.alloc(32, 'the new one').toString('base64')}`,
};

/** Somebody whose every request reaches whichever instance is next. */
class Visitor {
  #access = '';
  #refresh = '';
  #cookie = '';
  #csrf = '';

  constructor(
    private readonly person: Person,
    private readonly next: () => string,
    private readonly origin: string,
  ) {}

  async signIn(): Promise<void> {
    const { body } = await this.#post('/v1/sessions', this.person);
    this.#access = body.accessToken;
    this.#refresh = body.refreshToken;
    const browser = await this.#post('/v1/sessions', { ...this.person, cookie: true });
    this.#csrf = browser.body.csrfToken;
    this.#keep(browser);
  }

  /** Asks every instance, so that each meets tokens that another one made. */
  async read(): Promise<void> {
    for (let asked = 0; asked < INSTANCES; asked += 1) {
      const profile = await supertest(this.next()).get('/v1/users/me').set('Authorization', `Bearer ${this.#access}`);
      expect(profile.status).toBe(200);
    }
    const { body } = await supertest(this.next()).get('/.well-known/jwks.json');
    const [header = '', payload = '', signature = ''] = this.#access.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const jwk = body.keys.find((key: { kid: string }) => key.kid === kid);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  }

  async refresh(): Promise<void> {
    const before = this.#refresh;
    const { body } = await this.#post('/v1/sessions/refresh', { refreshToken: before });
    // The answer got lost, and another instance is asked.
    const again = await this.#post('/v1/sessions/refresh', { refreshToken: before });
    expect(again.body.refreshToken).toBe(body.refreshToken);
    this.#access = body.accessToken;
    this.#refresh = body.refreshToken;

    const browser = await this.#post('/v1/sessions/refresh', { cookie: true });
    this.#csrf = browser.body.csrfToken;
    this.#keep(browser);
  }

  get signedBy(): string {
    return JSON.parse(Buffer.from(this.#access.split('.', 1)[0] ?? '', 'base64url').toString()).kid;
  }

  async #post(path: string, body: object): Promise<supertest.Response> {
    const answer = await supertest(this.next())
      .post(path)
      .set({ Origin: this.origin, Cookie: this.#cookie, 'X-CSRF-Token': this.#csrf })
      .send(body);
    if (answer.status >= 300) throw new Error(`${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  #keep({ headers }: supertest.Response): void {
    this.#cookie = String(headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
  }
}

describe('the rotation of the signing key', () => {
  let db: TestDatabase;
  const harnesses: ApiHarness[] = [];
  const origin = 'https://shop.example';

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`update gatehouse.applications set allowed_origins = ${[origin]}`;
  });
  afterAll(async () => {
    await Promise.all(harnesses.map((harness) => harness.close()));
    await db.drop();
  });

  const open = (keys: string) => ApiHarness.open(db, { environment: { TOKEN_KEYS: keys } });
  let turn = 0;
  const next = (): string => {
    turn += 1;
    return harnesses[turn % harnesses.length]?.url ?? '';
  };

  /** One instance after the other gets the ring, while everybody goes on. */
  async function deploy(keys: string, visitors: readonly Visitor[]): Promise<void> {
    let isDeployed = false;
    const visit = async (visitor: Visitor) => {
      do {
        await visitor.read();
        await visitor.refresh();
        await visitor.read();
      } while (!isDeployed);
    };
    const replace = async () => {
      for (let at = 0; at < INSTANCES; at += 1) {
        const old = harnesses[at];
        harnesses[at] = await open(keys);
        await old?.close();
      }
      isDeployed = true;
    };
    await Promise.all([replace(), ...visitors.map(visit)]);
  }

  it('fails no request, of several instances that change one after the other', async () => {
    for (let at = 0; at < INSTANCES; at += 1) harnesses.push(await open(KEYS.old));
    const people = Array.from({ length: PEOPLE }, somebody);
    for (const person of people) await harnesses[0]?.activated(person);
    const visitors = people.map((person) => new Visitor(person, next, origin));
    for (const visitor of visitors) await visitor.signIn();
    expect(visitors.map(({ signedBy }) => signedBy)).toEqual(people.map(() => 'old'));

    // 1. Everybody knows the new key, nobody signs with it.
    await deploy(`${KEYS.old},${KEYS.new}`, visitors);
    expect(visitors.map(({ signedBy }) => signedBy)).toEqual(people.map(() => 'old'));
    // 2. It signs; what the old one made is still read.
    await deploy(`${KEYS.new},${KEYS.old}`, visitors);
    // 3. What the old one made is over: each page and client has refreshed since.
    for (const visitor of visitors) await visitor.refresh();
    expect(visitors.map(({ signedBy }) => signedBy)).toEqual(people.map(() => 'new'));
    await deploy(KEYS.new, visitors);

    for (const visitor of visitors) await visitor.signIn();
    for (const visitor of visitors) await visitor.read();
  });
});
