import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const SHOP = '/v1/admin/applications/shop';

describe('grants of the operator, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let key: string;
  let boss: string;
  let operator: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    await admin.createApplication('shop');
    await admin.createApplication('meagre', { grants: { messages: { perHour: 1 } } });
    ({ key } = await admin.keyOf('shop'));
    boss = (await admin.someone('admin', 'shop')).token;
    operator = (await admin.someone('admin')).token;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const change = async (bearer: string, body: object) => {
    const answer = await admin.call(bearer, 'patch', SHOP).send(body);
    api.expectDocumented('PATCH /v1/admin/applications/{slug}', answer);
    return answer;
  };

  it.each([
    ['a sender', { sender: { email: 'ceo@bank.example' } }, '/sender/email', 'senders'],
    ['a site for links', { linkBaseUrl: 'https://evil.example' }, '/linkBaseUrl', 'linkOrigins'],
    ['a site for redirects', { redirectTargets: ['https://evil.example/'] }, '/redirectTargets/0', 'redirectOrigins'],
    ['a budget of SMS', { policy: { sms: { perDay: 1_000_000 } } }, '/policy/sms/perDay', 'sms.perDay'],
    ['a provider', { policy: { providers: { mail: ['sandbox'] } } }, '/policy/providers/mail/0', 'providers.mail'],
    ['a country for SMS', { policy: { sms: { countries: ['BD'] } } }, '/policy/sms/countries/0', 'sms.countries'],
    [
      'a limit of a network',
      { policy: { messages: { perNetworkAndHour: 100_000 } } },
      '/policy/messages/perNetworkAndHour',
      'messages.perNetworkAndHour',
    ],
  ])('refuse an application %s that is not granted, and name the grant', async (_, body, pointer, grant) => {
    const before = await db.sql`select to_jsonb(a)::text as row from gatehouse.applications a where slug = 'shop'`;
    for (const bearer of [key, boss]) {
      expect(await change(bearer, body)).toMatchObject({
        status: 403,
        body: {
          code: 'grant-exceeded',
          errors: [{ pointer, code: 'beyond-grant', message: expect.stringContaining(`the grant ${grant}:`) }],
        },
      });
    }
    expect(await db.sql`select to_jsonb(a)::text as row from gatehouse.applications a where slug = 'shop'`).toEqual(
      before,
    );
  });

  it('are for operators to give', async () => {
    for (const bearer of [key, boss]) {
      expect(await change(bearer, { grants: { senders: ['*'] } })).toMatchObject({
        status: 403,
        body: { code: 'grant-exceeded', errors: [{ pointer: '/grants', code: 'operators-only' }] },
      });
    }
    expect(await change(operator, { grants: { senders: ['shop.example'], sms: { perDay: 900 } } })).toMatchObject({
      status: 200,
      body: { grants: { senders: ['shop.example'], linkOrigins: [], sms: { perDay: 900 } } },
    });
    const moved = { sender: { email: 'hi@shop.example' }, policy: { sms: { perDay: 900 } } };
    expect(await change(key, moved)).toMatchObject({ status: 200, body: moved });
    expect(await change(key, { policy: { sms: { perDay: 901 } } })).toMatchObject({ status: 403 });
    const taken = await change(operator, { grants: { sms: null } });
    expect(taken).toMatchObject({ status: 403, body: { errors: [{ pointer: '/policy/sms/perDay' }] } });
    expect(await change(operator, { grants: { sms: null }, policy: { sms: null } })).toMatchObject({
      status: 200,
      body: { grants: { senders: ['shop.example'], sms: { perDay: 500 } } },
    });
  });

  it('let an application choose its providers, and no other application', async () => {
    expect(await change(operator, { grants: { providers: { mail: ['sandbox'] } } })).toMatchObject({
      status: 200,
      body: { grants: { providers: { mail: ['sandbox'], sms: [] } } },
    });
    const chosen = { policy: { providers: { mail: ['sandbox:5'] } } };
    expect(await change(key, chosen)).toMatchObject({ status: 200, body: chosen });
    const routes = async () => (await admin.call(key, 'get', '/v1/admin/providers')).body.routes;
    await eventually('its route shows', async () => (await routes())[0]?.decidedBy === 'application');
    expect(await routes()).toEqual([
      { channel: 'mail', decidedBy: 'application', providers: [{ name: 'sandbox', share: 5 }] },
      { channel: 'sms', decidedBy: 'deployment', providers: [{ name: 'sandbox', share: null }] },
    ]);
    expect(await change(key, { policy: { providers: { sms: ['sandbox'] } } })).toMatchObject({ status: 403 });
    expect(await change(key, { policy: { providers: { mail: ['ses'] } } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/policy/providers/mail/0', code: 'provider-unknown' }] },
    });
    expect(await change(key, { policy: { providers: { mail: ['sandbox:x'] } } })).toMatchObject({ status: 422 });
    const other = await admin.keyOf('meagre');
    const theirs = await admin.call(other.key, 'patch', '/v1/admin/applications/meagre').send(chosen);
    expect(theirs).toMatchObject({ status: 403, body: { code: 'grant-exceeded' } });
    expect(await admin.call(other.key, 'patch', SHOP).send({ policy: { providers: null } })).toMatchObject({
      status: 404,
    });
    const [entry] = await db.sql`select details from gatehouse.audit_log where act = 'application.changed'
      order by position desc limit 1`;
    expect(entry).toEqual({ details: { fields: ['policy'] } });
    await change(operator, { policy: { providers: null }, grants: { providers: null } });
  });

  it('hold for what the preset says too', async () => {
    const ada = somebody();
    await api.register(ada, 'meagre');
    const again = await api.http.post('/v1/users').set('Gatehouse-Application', 'meagre').send(ada);
    expect(again).toMatchObject({ status: 429, body: { code: 'throttled' } });
  });
});
