import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

describe('gatehouse templates', () => {
  let db: TestDatabase;
  let sandbox: Sandbox;
  let folder: string;
  let mailUrl: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    sandbox = createSandbox();
    mailUrl = await sandbox.listen(0);
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-templates-'));
    await writeFile(path.join(folder, 'code.txt'), '{{greeting}}\n\n{{digits}}\n');
    await writeFile(path.join(folder, 'code.html'), '<b>{{digits}}</b>\n');
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'The Shop')`;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await sandbox.close();
    await db.drop();
  });

  const runAt = (baseUrl: string, ...args: readonly string[]) =>
    runGatehouse(['templates', ...args], { ...TEST_ENVIRONMENT, DATABASE_URL: db.url, MAIL_BASE_URL: baseUrl }, folder);
  const run = (...args: readonly string[]) => runAt(mailUrl, ...args);
  const mail = ['activation-code', 'fr', '--application', 'shop'] as const;
  const files = ['--text', 'code.txt', '--html', 'code.html'] as const;

  it('sets the words of a mail, shows, previews, tries and removes them', async () => {
    expect(await run('show', ...mail)).toMatchObject({ code: 1, err: expect.stringContaining('built-in') });
    expect(await run('set', ...mail, ...files, '--subject', 'Chez {{application}}')).toEqual({
      code: 0,
      out: 'saved activation-code in fr\n',
      err: '',
    });
    expect(await run('list', '--application', 'shop')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^TEMPLATE +LOCALE.*\nactivation-code +fr .*Chez \{\{application\}\}\n$/),
    });
    expect((await run('show', ...mail)).out).toContain('{{greeting}}\n\n{{digits}}');
    const shown = await run('preview', ...mail, '--json');
    expect(JSON.parse(shown.out)).toEqual({
      subject: 'Chez The Shop',
      text: 'Bonjour Ada Lovelace,\n\n0417\n',
      html: '<b>0417</b>\n',
    });
    expect(await run('test', ...mail, '--to', 'ada@example.com')).toMatchObject({
      code: 0,
      out: 'sent to ada@example.com\n',
    });
    expect(sandbox.store.list({ to: 'ada@example.com', limit: 5 })).toMatchObject([{ subject: 'Chez The Shop' }]);
    expect((await run('remove', ...mail)).code).toBe(0);
    expect((await run('preview', ...mail)).out).not.toContain('Chez');
    const acts = await db.sql`
      select act, administrator_kind from gatehouse.audit_log
      where application = 'shop' and act like 'template.%' order by position`;
    expect(acts).toEqual(
      ['template.saved', 'template.tested', 'template.removed'].map((act) => ({ act, administrator_kind: 'operator' })),
    );
  });

  it('says what is wrong with a text, and knows every mail and language', async () => {
    const refused = await run('set', ...mail, ...files, '--subject', '{{digits}}');
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('subject') });
    const unknown = await run('show', 'farewell', 'fr');
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('activation-code') });
    expect(await run('set', ...mail, '--subject', 'x', '--text', 'lost.txt', '--html', 'code.html')).toMatchObject({
      code: 1,
      err: expect.stringContaining('lost.txt'),
    });
  });

  it('says whom it could not hand a test to, and which setting leads there', async () => {
    const to = ['--to', 'ada@example.com'];
    expect(await runAt('http://mails.invalid:8025', 'test', ...mail, ...to)).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^gatehouse: sandbox at mails\.invalid:8025 did not accept the mail: name-unresolved\. Check MAIL_BASE_URL, .*\n$/,
      ),
    });
  });
});
