import { MAIL_LOCALES, MAIL_TEMPLATES } from '@gatehouse/notification/contract';
import { LOCALES } from '@gatehouse/platform/i18n';
import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { Administration } from '../../support/administration.js';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const LIST = '/v1/admin/templates';
const PLACE = `${LIST}/{template}/{locale}`;
const MAIL = `${LIST}/activation-code/fr`;
const WORDS = {
  subject: 'Bienvenue chez {{application}}',
  text: '{{greeting}}\n{{digits}}\npour {{life}}',
  html: '<p>{{greeting}}</p><b>{{digits}}</b>',
};

describe('templates of an application', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let sandbox: Sandbox;
  let admin: Administration;
  let boss: { readonly token: string; readonly person: { readonly email: string } };
  let key: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    sandbox = createSandbox();
    api = await ApiHarness.open(db, { environment: { MAIL_BASE_URL: await sandbox.listen(0) } });
    admin = new Administration(api, db);
    for (const slug of ['shop', 'bank']) await admin.createApplication(slug);
    boss = await admin.someone('admin', 'shop');
    key = (await admin.keyOf('shop')).key;
  });
  beforeEach(() => db.sql`delete from gatehouse.message_templates`);
  afterAll(async () => {
    await api.close();
    await sandbox.close();
    await db.drop();
  });

  const put = (bearer: string, body: object, path = MAIL) => admin.call(bearer, 'put', path).send(body);
  const acts = async () =>
    db.sql<{ line: string }[]>`
      select concat_ws(' ', act, subject, administrator_kind) as line from gatehouse.audit_log
      where application = 'shop' and act like 'template.%' order by position`;

  it('are listed with every mail in every language', async () => {
    expect([...MAIL_LOCALES]).toEqual([...LOCALES]);
    await put(key, WORDS);
    const answer = await admin.call(boss.token, 'get', LIST);
    api.expectDocumented(`GET ${LIST}`, answer);
    const { templates } = answer.body as { templates: { template: string; locale: string; own: boolean }[] };
    expect(templates).toHaveLength(MAIL_TEMPLATES.length * MAIL_LOCALES.length);
    expect(templates.filter(({ own }) => own)).toEqual([
      {
        template: 'activation-code',
        locale: 'fr',
        own: true,
        changedAt: expect.any(String),
        placeholders: [
          'application',
          'greeting',
          'accent',
          'logo',
          'terms',
          'privacy',
          'support',
          'digits',
          'number',
          'life',
        ],
        required: 'digits',
      },
    ]);
  });

  it('are saved, read, replaced and removed, and each change is in the audit log', async () => {
    const before = (await acts()).length;
    const saved = await put(key, { ...WORDS, subject: 'First' });
    api.expectDocumented(`PUT ${PLACE}`, saved);
    expect(saved.status).toBe(204);
    expect((await put(boss.token, WORDS)).status).toBe(204);
    const read = await admin.call(boss.token, 'get', MAIL);
    api.expectDocumented(`GET ${PLACE}`, read);
    expect(read.body).toMatchObject({ ...WORDS, own: true });
    const removed = await admin.call(boss.token, 'delete', MAIL);
    api.expectDocumented(`DELETE ${PLACE}`, removed);
    expect(removed.status).toBe(204);
    expect((await admin.call(boss.token, 'delete', MAIL)).status).toBe(204);
    expect((await admin.call(boss.token, 'get', MAIL)).body).toMatchObject({
      own: false,
      changedAt: null,
      subject: null,
      text: null,
      html: null,
    });
    expect((await acts()).slice(before).map(({ line }) => line)).toEqual([
      'template.saved activation-code/fr key',
      'template.saved activation-code/fr user',
      'template.removed activation-code/fr user',
    ]);
  });

  it('take words as large as a mail may be', async () => {
    const html = `<p>${'“x” '.repeat(14_000)}</p><b>{{digits}}</b>`;
    expect((await put(boss.token, { ...WORDS, html })).status).toBe(204);
    expect((await admin.call(boss.token, 'get', MAIL)).body).toMatchObject({ html });
    const larger = await put(boss.token, { ...WORDS, html: html.repeat(6) });
    expect(larger).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  it('are refused with every fault at once, and nothing is saved', async () => {
    const answer = await put(boss.token, { html: '<script>{{digits}}</script>', text: '{{digit}}', extra: 1 });
    api.expectDocumented(`PUT ${PLACE}`, answer);
    const { errors } = answer.body as { errors: { pointer: string; code: string }[] };
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(
      expect.arrayContaining(['/subject field-required', '/extra field-unknown']),
    );
    const faulty = await put(boss.token, { subject: '{{digits}}', html: '<script>x</script>', text: '{{digit}}' });
    expect(faulty).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    const pointers = (faulty.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(new Set(pointers)).toEqual(new Set(['/subject', '/text', '/html']));
    expect(await db.sql`select 1 from gatehouse.message_templates`).toHaveLength(0);
  });

  it('are shown with sample data: the built-in words, those that are saved, and a draft', async () => {
    const preview = (body?: object) => {
      const request = admin.call(boss.token, 'post', `${MAIL}/preview`);
      return body ? request.send(body) : request;
    };
    const builtIn = await preview();
    api.expectDocumented(`POST ${PLACE}/preview`, builtIn);
    expect(builtIn.body).toMatchObject({
      subject: expect.stringContaining('The shop'),
      text: expect.stringMatching(/^0417$/m),
    });

    await put(boss.token, WORDS);
    expect((await preview()).body).toEqual({
      subject: 'Bienvenue chez The shop',
      text: 'Bonjour Ada Lovelace,\n0417\npour une minute',
      html: '<p>Bonjour Ada Lovelace,</p><b>0417</b>',
    });
    expect((await preview({ ...WORDS, subject: 'Draft' })).body).toMatchObject({ subject: 'Draft' });
    expect((await admin.call(boss.token, 'get', MAIL)).body).toMatchObject({ subject: WORDS.subject });
    expect((await preview({ subject: 'Alone' })).body).toMatchObject({
      errors: [
        { pointer: '/text', code: 'field-required' },
        { pointer: '/html', code: 'field-required' },
      ],
    });
  });

  it.each(MAIL_TEMPLATES)('show %s in every language', async (template) => {
    for (const locale of MAIL_LOCALES) {
      const answer = await admin.call(boss.token, 'post', `${LIST}/${template}/${locale}/preview`);
      expect({ locale, status: answer.status }).toEqual({ locale, status: 200 });
      expect((answer.body as { text: string }).text).not.toMatch(/undefined|\{\{/);
    }
  });

  it('are tried by a mail to the person who asks, and to nobody else', async () => {
    await put(boss.token, WORDS);
    const sent = await admin.call(boss.token, 'post', `${MAIL}/test`);
    api.expectDocumented(`POST ${PLACE}/test`, sent);
    expect(sent).toMatchObject({ status: 200, body: { recipient: boss.person.email } });
    expect((await admin.call(boss.token, 'post', `${MAIL}/test`).send({ ...WORDS, subject: 'Draft' })).status).toBe(
      200,
    );
    const mails = sandbox.store.list({ to: boss.person.email, limit: 10 });
    expect(mails.map(({ subject }) => subject).toSorted()).toEqual(['Bienvenue chez The shop', 'Draft']);
    expect((await acts()).at(-1)).toEqual({ line: 'template.tested activation-code/fr user' });

    const elsewhere = await admin.call(boss.token, 'post', `${MAIL}/test`).send({ ...WORDS, recipient: 'a@b.example' });
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'field-unknown' } });
    expect(await admin.call(key, 'post', `${MAIL}/test`)).toMatchObject({
      status: 409,
      body: { code: 'test-needs-person' },
    });
  });

  it('are tried 20 times an hour for an application, however many ask at once', async () => {
    await db.sql`delete from gatehouse.template_tests`;
    const send = async () => (await admin.call(boss.token, 'post', `${MAIL}/test`)).status;
    const statuses = await Promise.all(Array.from({ length: 23 }, send));
    expect(statuses.toSorted()).toEqual([...Array<number>(20).fill(200), 429, 429, 429]);
    await db.sql`update gatehouse.template_tests set hour = hour - interval '1 hour'`;
    expect(await send()).toBe(200);
  });

  it('of another application are neither seen nor changed', async () => {
    await put(boss.token, WORDS);
    const other = (await admin.keyOf('bank')).key;
    expect((await admin.call(other, 'get', MAIL)).body).toMatchObject({ own: false });
    expect((await admin.call(other, 'delete', MAIL)).status).toBe(204);
    expect((await admin.call(other, 'put', MAIL, 'shop').send(WORDS)).status).toBe(401);
    expect((await admin.call(boss.token, 'get', MAIL)).body).toMatchObject({ own: true });
  });
});
