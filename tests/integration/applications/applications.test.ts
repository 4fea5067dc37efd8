import 'reflect-metadata';
import { APPLICATIONS } from '@gatehouse/applications';
import { type Application, ChangeApplication, CreateApplication } from '@gatehouse/applications/contract';
import type { CommandContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { defaultGrants } from '../../../libs/applications/domain/application/grants.js';
import { AccessHarness, accepted } from '../../support/access/access-harness.js';
import { newSlug, OPERATOR } from '../../support/administration.js';
import { shownApplication } from '../../support/applications/shown-application.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

type Fields = Readonly<Record<string, unknown>>;

describe('applications', () => {
  let db: TestDatabase;
  let harness: AccessHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new AccessHarness(db);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const by = (more: Partial<CommandContext> = {}) => ({ administrator: OPERATOR, ...more });
  const create = (fields: Fields, context = by()) => harness.execute(commandFrom(CreateApplication, fields), context);
  const change = (slug: string, fields: Fields, context = by()) =>
    harness.execute(commandFrom(ChangeApplication, fields), { ...context, application: slug });
  const created = async (fields: Fields = {}): Promise<Application> =>
    accepted(await create({ slug: newSlug(), name: 'Shop', ...fields }));
  const auditOf = (slug: string) =>
    db.sql<{ act: string; details: object }[]>`
      select act, details from gatehouse.audit_log where application = ${slug} order by position`;
  const eventsOf = (slug: string) =>
    db.sql<{ type: string; data: object }[]>`
      select type, data from gatehouse.event_log where application = ${slug} order by position`;

  it('begin with defaults, and are written with event and audit entry', async () => {
    const shop = await created();
    expect(shop).toEqual(shownApplication(shop.slug, { name: 'Shop', grants: defaultGrants }));
    expect(await eventsOf(shop.slug)).toMatchObject([
      { type: 'application.created.v1', data: { slug: shop.slug, name: 'Shop', preset: 'standard' } },
    ]);
    expect(await auditOf(shop.slug)).toMatchObject([{ act: 'application.created' }]);
  });

  it('have `default` among them from the start, as any other', async () => {
    const changed = accepted(await change('default', { defaultLocale: 'fr' }));
    expect(changed).toMatchObject({ slug: 'default', name: 'Gatehouse', defaultLocale: 'fr' });
    accepted(await change('default', { defaultLocale: null }));
  });

  it('keep every setting', async () => {
    const fields = {
      slug: newSlug(),
      name: 'Bank',
      defaultLocale: 'de-CH',
      sender: { email: 'hello@bank.example', name: null },
      replyTo: 'help@bank.example',
      allowedOrigins: ['https://bank.example', 'https://www.bank.example'],
      linkBaseUrl: 'https://bank.example/account',
      redirectTargets: ['https://bank.example/welcome?a="b",{c}'],
      preset: 'strict',
      policy: { codes: { 'email-change': { digits: 7 } }, sms: { countries: ['CH', 'LI'] }, requirePhone: true },
    };
    const { redirectTargets, ...rest } = fields;
    expect(await create(fields)).toMatchObject({ ok: false, error: { errors: [{ pointer: '/redirectTargets/0' }] } });
    const good = { ...rest, redirectTargets: [encodeURI(redirectTargets[0] ?? '')] };
    const made = accepted(await create(good));
    expect(made).toEqual({ ...good, appearance: {}, logo: null, grants: expect.anything() });
    expect(await harness.container.get(APPLICATIONS.views).bySlug(fields.slug)).toEqual(made);
  });

  it('give a slug to one alone, of twenty at once', async () => {
    const slug = newSlug();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, number) => create({ slug, name: `No ${number}` })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.error.code === 'slug-taken')).toHaveLength(19);
    expect(await eventsOf(slug)).toHaveLength(1);
    expect(await auditOf(slug)).toHaveLength(1);
  });

  it('lose no change to another one made at the same time', async () => {
    const { slug } = await created();
    const fields = [
      { name: 'New' },
      { defaultLocale: 'ja' },
      { policy: { code: { digits: 7 } } },
      { policy: { code: { lifeSeconds: 300 } } },
    ];
    for (const outcome of await Promise.all(fields.map((each) => change(slug, each)))) accepted(outcome);
    expect(await harness.container.get(APPLICATIONS.views).bySlug(slug)).toMatchObject({
      name: 'New',
      defaultLocale: 'ja',
      policy: { code: { digits: 7, lifeSeconds: 300 } },
    });
    expect((await auditOf(slug)).filter(({ act }) => act === 'application.changed')).toHaveLength(4);
  });

  it.each([
    [{ code: { digits: 3 } }, '/policy/code/digits number-too-small'],
    [{ code: { digits: 11 } }, '/policy/code/digits number-too-large'],
    [{ code: { digits: 4.5 } }, '/policy/code/digits number-expected'],
    [{ code: { lifeSeconds: 29 } }, '/policy/code/lifeSeconds number-too-small'],
    [{ codes: { phone: { lifeSeconds: 86_401 } } }, '/policy/codes/phone/lifeSeconds number-too-large'],
    [{ codes: { fax: {} } }, '/policy/codes/fax field-unknown'],
    [{ password: { minLength: 7 } }, '/policy/password/minLength number-too-small'],
    [{ password: { maxLength: 20 } }, '/policy/password/maxLength number-too-small'],
    [{ sms: { countries: ['France'] } }, '/policy/sms/countries format-invalid'],
    [{ sms: [] }, '/policy/sms object-expected'],
    [{ guessing: 'none' }, '/policy/guessing object-expected'],
    [{ requirePhone: 'yes' }, '/policy/requirePhone boolean-expected'],
    [{ anything: 1 }, '/policy/anything field-unknown'],
  ])('refuse a policy that means nothing: %j', async (policy, fault) => {
    const { slug } = await created();
    const refused = await change(slug, { policy });
    const errors = refused.ok ? [] : (refused.error.errors ?? []);
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([fault]);
    expect(await auditOf(slug)).toHaveLength(1);
  });

  it('are not changed without an administrator', async () => {
    const { slug } = await created();
    const nobody = harness.execute(commandFrom(ChangeApplication, { name: 'X' }), { application: slug });
    await expect(nobody).rejects.toThrow('Nobody answers for "application.changed"');
    expect(await harness.container.get(APPLICATIONS.views).bySlug(slug)).toMatchObject({ name: 'Shop' });
  });

  it('that are not there cannot be changed', async () => {
    expect(await change('nobodys', { name: 'X' })).toMatchObject({ error: { code: 'application-not-found' } });
  });

  it('are known to every process within two seconds of a change, and not before', async () => {
    const known = harness.container.get(APPLICATIONS.known);
    const { slug } = await created({ allowedOrigins: ['https://old.example'] });
    harness.clock.advance(2_000);
    expect(await known.bySlug(slug)).toMatchObject({ allowedOrigins: ['https://old.example'] });
    accepted(await change(slug, { allowedOrigins: ['https://new.example'] }));
    harness.clock.advance(1_999);
    expect(await known.allowsOrigin('https://old.example')).toBe(true);
    harness.clock.advance(1);
    expect(await known.bySlug(slug)).toMatchObject({ allowedOrigins: ['https://new.example'] });
    expect(await known.allowsOrigin('https://old.example')).toBe(false);
  });
});

describe('the audit log', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const note = (act: string) => db.sql`
    insert into gatehouse.audit_log (application, act, subject, details, administrator_kind, administrator_application,
      request_id) values ('default', ${act}, 'x', '{}', 'operator', 'default', 'tests')`;

  it('only grows, no matter who tries to change it', async () => {
    await note('first');
    const words = 'The audit log only grows';
    await expect(db.sql`update gatehouse.audit_log set act = 'other'`).rejects.toThrow(words);
    await expect(db.sql`delete from gatehouse.audit_log`).rejects.toThrow(words);
    await expect(db.sql`truncate gatehouse.audit_log`).rejects.toThrow(words);
    expect(await db.sql`select act from gatehouse.audit_log`).toMatchObject([{ act: 'first' }]);
  });

  it('gives places in the order of commits, so that readers who continue miss none', async () => {
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let began: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => {
      began = resolve;
    });
    const slow = db.sql.begin(async (transaction) => {
      await transaction`
        insert into gatehouse.audit_log (application, act, subject, details, administrator_kind,
          administrator_application, request_id)
        values ('default', 'slow', 'x', '{}', 'operator', 'default', 'tests')`;
      began();
      await held;
    });
    await inside;
    const quick = note('quick');
    const waiting = quick.execute();
    expect(await db.sql`select act from gatehouse.audit_log where act in ('slow', 'quick')`).toEqual([]);
    commit();
    await Promise.all([slow, waiting]);
    const rows = await db.sql<{ act: string }[]>`
      select act from gatehouse.audit_log where act in ('slow', 'quick') order by position`;
    expect(rows.map(({ act }) => act)).toEqual(['slow', 'quick']);
  });
});
