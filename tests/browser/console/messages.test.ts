import type { BrowserContext, Page } from 'playwright-core';
import type { Person } from '../../support/api.js';
import { somebody } from '../../support/api.js';
import { APPEARANCES, ConsoleStage } from '../../support/console-stage.js';

describe('messages, audit log and overview in the console', () => {
  let stage: ConsoleStage;
  let boss: Person;
  let support: Person;
  let context: BrowserContext;

  beforeAll(async () => {
    stage = await ConsoleStage.open();
    boss = (await stage.admin.someone('admin')).person;
    support = (await stage.admin.someone('support')).person;
  });
  afterAll(() => stage.close());
  beforeEach(async () => {
    await stage.db.sql`delete from gatehouse.deliveries`;
    await stage.db.sql`delete from gatehouse.funnel_days`;
    await stage.db.sql`delete from gatehouse.funnel_groups`;
    await stage.db.sql`delete from gatehouse.feedback`;
    context = await stage.visitor();
  });
  afterEach(async () => {
    await context.close();
    expect(stage.complaints.splice(0)).toEqual([]);
  });

  const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

  /** Somebody whose mails the provider has refused. */
  async function withDeadLetters(count: number): Promise<Person> {
    const person = somebody();
    const id = await stage.api.register(person);
    const code = await stage.api.latestCode(id);
    await stage.db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, provider, last_answer, failed_at, failure, refusals)
      select 'default', gen_random_uuid(), ${id}, ${code}, 'mail', 'activation-code', 'failed', 2, now(), now(),
        'mailjet', '400 mj-0013', now(), 'refused',
        jsonb_build_array(jsonb_build_object('attempt', 1, 'at', now(), 'provider', 'mailjet', 'answer', '503 busy'))
      from generate_series(1, ${count}::int)`;
    return person;
  }

  it('show what providers answered, and one is retried by support and dropped by an administrator', async () => {
    const ada = await withDeadLetters(2);
    const page = await stage.signIn(context, support, '/default/messages?state=dead-letter');
    await row(page, ada.email).first().getByText('400 mj-0013').waitFor();
    await row(page, ada.email).first().getByRole('link').click();
    const drawer = page.getByRole('dialog', { name: 'Message', exact: true });
    await drawer.getByText('503 busy').waitFor();
    expect(page.url()).toMatch(/message=[0-9a-f-]{36}$/);
    expect(await drawer.getByRole('button', { name: 'Drop' }).count()).toBe(0);
    await drawer.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('dialog', { name: 'Retry this message' }).getByRole('button', { name: 'Retry' }).click();
    await page.getByText('The message is queued.').waitFor();
    await drawer.getByText('Queued').waitFor();
    await context.close();

    context = await stage.visitor();
    const other = await stage.signIn(context, boss, `/default/messages?state=dead-letter#${ada.email}`);
    await row(other, ada.email).getByRole('link').click();
    await other.getByRole('dialog', { name: 'Message', exact: true }).getByRole('button', { name: 'Drop' }).click();
    await other.getByRole('dialog', { name: 'Drop this message' }).getByRole('button', { name: 'Drop' }).click();
    await other.getByRole('dialog', { name: 'Message', exact: true }).getByText('Dropped').waitFor();
  });

  it('are dropped by filter, with a count before and the progress after', async () => {
    await withDeadLetters(130);
    const page = await stage.signIn(context, boss, '/default/messages?channel=mail');
    await page.getByRole('button', { name: 'Drop dead letters' }).click();
    const dialog = page.getByRole('dialog', { name: 'Drop dead letters' });
    await dialog.getByText('130 dead letters match the filter of the list.').waitFor();
    await dialog.getByRole('button', { name: 'Drop' }).click();
    await dialog.getByRole('status').getByText('130 dropped. Done.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.goto(stage.address('/default'));
    await page.getByText('Every message was sent or is on its way').waitFor();
  });

  it('appear in the overview by themselves, with the sign-ups', async () => {
    const page = await stage.signIn(context, support);
    await page.getByText('Nobody has signed up in these days').waitFor();
    await stage.db.sql`
      insert into gatehouse.funnel_days (application, day, signed_up, mailed, activated, superseded, expired)
      select 'default', (now() at time zone 'UTC')::date - n, 20 - n, 19 - n, 15 - n, 0, 1 from generate_series(0, 9) n`;
    await stage.db.sql`
      insert into gatehouse.funnel_groups (application, dimension, week, name, people, activated)
      select 'default', dimension, date_trunc('week', now() at time zone 'UTC')::date, name, 40, activated
      from (values ('mail-domain', '<b>gmail.com', 30), ('mail-domain', '', 4), ('phone-country', 'FR', 10))
        as known (dimension, name, activated)`;
    await withDeadLetters(3);
    await page.getByRole('img', { name: 'Sign-ups by day' }).waitFor();
    await page.getByText('68 % of those who signed up').waitFor();
    await row(page, '<b>gmail.com').getByText('75 %').waitFor();
    await row(page, 'Others').getByText('10 %').waitFor();
    await page.getByRole('radio', { name: 'Country' }).press('Space');
    await row(page, 'France').getByText('25 %').waitFor();
    await page.waitForURL('**/default?by=phone-country');
    expect(await page.getByRole('region', { name: 'Deployment' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Show them' }).click();
    await page.waitForURL('**/messages?state=dead-letter');
  });

  it('stand beside what the doctor finds and what is being hashed, for those who run the deployment', async () => {
    const diagnostics = {
      process: {
        version: '0.1.0',
        nodeVersion: '24.11.0',
        startedAt: new Date().toISOString(),
        hashing: { slots: 2, running: 2, waiting: 7, longestWaitSeconds: 0.4 },
      },
      examinedAt: new Date().toISOString(),
      findings: [
        { subject: 'database', state: 'good', found: 'PostgreSQL 18.1', advice: null },
        { subject: 'processes', state: 'good', found: 'api 0.1.0, worker 0.1.0', advice: null },
        { subject: 'mail', state: 'bad', found: 'mailjet does not answer', advice: 'Check MAIL_BASE_URL' },
        { subject: 'dmarc', state: 'warn', found: 'no record', advice: 'Add one' },
      ],
    };
    await context.route('**/v1/admin/diagnostics', (route) => route.fulfill({ json: diagnostics }));
    const page = await stage.signIn(context, boss);
    const deployment = page.getByRole('region', { name: 'Deployment' });
    await deployment.getByText('One thing does not work').waitFor();
    await deployment.getByText('Check MAIL_BASE_URL.').waitFor();
    await deployment.getByText('2 of 2 running, 7 waiting').waitFor();
    await deployment.getByText('api 0.1.0, worker 0.1.0', { exact: true }).waitFor();
    await deployment.getByText(/^What is in order.*\(2\)/).click();
    await deployment.getByText('database PostgreSQL 18.1').waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    await context.unroute('**/v1/admin/diagnostics');
    await deployment.getByText('PostgreSQL 18.1').waitFor({ state: 'detached' });
  });

  it('stand beside what people said of their activation, by week and one by one', async () => {
    const words = '<img src=x onerror="window.ran = 1">';
    const id = await stage.api.register(somebody());
    await stage.db.sql`
      insert into gatehouse.feedback (application, id, user_id, ease, text, given_at)
      values ('default', gen_random_uuid(), ${id}, 2, ${words}, now()),
        ('default', gen_random_uuid(), gen_random_uuid(), 5, null, now())`;
    const page = await stage.signIn(context, support, '/default/feedback');
    await row(page, words).getByText('2, hard').waitFor();
    await page.getByRole('region', { name: 'By week' }).getByText('3.50').first().waitFor();
    expect(await page.evaluate<unknown>('window.ran ?? null')).toBeNull();
    await row(page, words).getByRole('link').click();
    await page.waitForURL(`**/people/${id}`);
  });

  it('leave in the audit log who did what, the latest first', async () => {
    const ada = await stage.admin.someone('user');
    const page = await stage.signIn(context, boss, `/default/people/${ada.id}`);
    await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('No session is left.').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await row(page, 'Signed a person out')
      .first()
      .getByRole('link', { name: ada.id.slice(-8) })
      .waitFor();
    await page.getByRole('switch', { name: 'All applications' }).press('Space');
    await page.waitForURL('**/audit?applications=all');
    await row(page, 'Signed a person out').first().waitFor();
  });

  it('keep the audit log from support', async () => {
    const page = await stage.signIn(context, support, '/default/audit');
    await page.getByText('Your role does not include this').waitFor();
  });

  it.each(APPEARANCES)('have pages without barriers that fit, at $width pixels, $colorScheme', async (appearance) => {
    const { width, colorScheme } = appearance;
    const ada = await withDeadLetters(1);
    await stage.db.sql`
      insert into gatehouse.funnel_days (application, day, signed_up, mailed, activated)
      select 'default', (now() at time zone 'UTC')::date - n, 31 + wave, 30 + wave, 24 + wave
      from generate_series(0, 29) as day (n), lateral (select (n * 5) % 13 - n / 2 as wave) as wave
      on conflict do nothing`;
    await stage.db.sql`
      insert into gatehouse.funnel_groups (application, dimension, week, name, people, activated)
      select 'default', 'mail-domain', date_trunc('week', now() at time zone 'UTC')::date, name, people, activated
      from (values ('gmail.com', 412, 371), ('acme.example', 60, 22), ('', 97, 80)) as known (name, people, activated)
      on conflict do nothing`;
    const shown = await stage.visitor({ viewport: { width, height: 800 }, colorScheme });
    const page = await stage.signIn(shown, boss);
    await page.locator('.recharts-surface').first().waitFor();
    await stage.picture(page, `overview-${width}-${colorScheme}`);
    await page.getByText('Figures by day').click();
    expect(await stage.barriers(page)).toEqual([]);
    expect(await stage.fits(page)).toBe(true);
    await page.goto(stage.address('/default/messages'));
    await row(page, ada.email).getByRole('link').click();
    await page.getByRole('dialog', { name: 'Message', exact: true }).getByText('503 busy').waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    await page.goto(stage.address('/default/feedback'));
    await page.getByText('No answers in these weeks').waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    await page.goto(stage.address('/default/audit'));
    await page.getByRole('row').nth(1).waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    expect(await stage.fits(page)).toBe(true);
    await shown.close();
  });
});
