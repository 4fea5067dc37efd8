import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { newSlug } from '../../support/administration.js';
import { somebody } from '../../support/api.js';
import { ConsoleStage } from '../../support/console-stage.js';

/** What runs where text becomes markup, an address or a script. */
const HOSTILE = [
  '<script>window.ran = 1</script>',
  '<img src=x onerror="window.ran = 1">',
  '<svg/onload="window.ran = 1">',
  '"><iframe srcdoc="<script>parent.ran = 1</script>">',
  "javascript:window.ran=1//'",
  '{{constructor.constructor("window.ran = 1")()}}',
  '<style>@import "//evil.example/x.css";</style><a href="javascript:window.ran=1">x</a>',
  '</title><script>window.ran = 1</script>',
];

describe('text that somebody else has written, in the console', () => {
  let stage: ConsoleStage;
  beforeAll(async () => {
    stage = await ConsoleStage.open();
  });
  afterAll(() => stage.close());
  beforeEach(() => {
    stage.complaints.length = 0;
  });

  /** A browser, and whom it asks besides the service. */
  async function watched() {
    const context = await stage.visitor();
    const strangers: string[] = [];
    context.on('request', (request) => {
      if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(stage.api.url))
        strangers.push(request.url());
    });
    context.on('dialog', () => strangers.push('dialog'));
    return { context, strangers };
  }

  async function runsNothing(page: Page, place: string): Promise<void> {
    await page.goto(stage.address(place));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('load');
    await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
    expect([place, await page.evaluate<unknown>('window.ran ?? null')]).toEqual([place, null]);
  }

  it('is shown as it was written, and runs nothing', async () => {
    const { db, api, admin } = stage;
    await admin.createApplication(newSlug(), { name: HOSTILE[1] });
    const boss = await admin.someone('admin');
    const people: string[] = [];
    for (const text of HOSTILE) {
      const id = await api.register(somebody());
      people.push(id);
      await db.sql`
        update gatehouse.users set name = ${text}, surname = ${text}, email_deliverable = ${`${text}@example.com`},
          locale = ${text}, accepted_terms = ${text}, terms_accepted_at = gatehouse.now(), state = 'suspended', suspended_at = gatehouse.now(), suspension_reason = ${text}
        where id = ${id}`;
      const code = await api.latestCode(id);
      await db.sql`
        insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
          deadline, provider, provider_message_id, last_answer, failed_at, failure, refusals)
        values ('default', gen_random_uuid(), ${id}, ${code}, 'mail', ${text}, 'failed', 1, now(), now(), ${text}, ${text},
          ${text}, now(), 'refused',
          jsonb_build_array(jsonb_build_object('attempt', 1, 'at', now(), 'provider', ${text}::text, 'answer', ${text}::text)))`;
      await db.sql`
        insert into gatehouse.event_log (application, id, subject, type, data)
        values ('default', gen_random_uuid(), ${id}, ${text}, '{}'),
          ('default', gen_random_uuid(), ${id}, 'user.suspended.v1', jsonb_build_object('reason', ${text}::text))`;
      await db.sql`
        insert into gatehouse.audit_log (application, act, subject, details, administrator_kind, administrator_id,
          administrator_application, network, request_id)
        values ('default', ${text}, ${text}, jsonb_build_object('fields', ${text}::text), 'operator', null, 'default', ${text}, 'x')`;
    }

    const { context, strangers } = await watched();
    const page = await stage.signIn(context, boss.person, '/default/people');
    const places = [
      '/default/people',
      ...people.map((id) => `/default/people/${id}`),
      '/default/messages',
      '/default/audit',
      `/default/people#${encodeURIComponent(HOSTILE[1] ?? '')}`,
    ];
    for (const place of places) await runsNothing(page, place);
    await page.goto(stage.address('/default/messages'));
    for (const link of await page.getByRole('row').getByRole('link').all()) {
      await link.click({ force: true });
      await page.getByRole('dialog').getByRole('table').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.getByRole('combobox', { name: 'Application' }).click();
    await page
      .getByRole('option', { name: /onerror/ })
      .first()
      .waitFor();
    expect(await page.evaluate<unknown>('window.ran ?? null')).toBeNull();
    expect({ strangers, complaints: stage.complaints }).toEqual({ strangers: [], complaints: [] });
    await context.close();
  });

  it('runs nothing either in mails, webhooks, keys, feedback, activation rates and reports of imports', async () => {
    const { db, admin } = stage;
    const [boss, hook] = [await admin.someone('admin'), randomUUID()];
    const [script = '', image = ''] = HOSTILE;
    await db.sql`
      insert into gatehouse.webhooks (application, id, place, url, types, description, secret_key_id, created_at)
      values ('default', ${hook}, (select count(*) from gatehouse.webhooks), ${`https://shop.example/${image}`}, ${HOSTILE}, ${script}, 'x', now())`;
    for (const [index, text] of HOSTILE.entries()) {
      const answer = { at: new Date().toISOString(), status: null, fault: text, milliseconds: 3 };
      await db.sql`
        insert into gatehouse.webhook_deliveries (application, id, webhook_id, event_id, event_type, run, state, attempts,
          answers, deadline, failure, created_at, ended_at)
        values ('default', gen_random_uuid(), ${hook}, gen_random_uuid(), ${text}, gen_random_uuid(), 'failed', 1,
          ${db.sql.json([answer])}, now(), ${index % 2 === 0 ? text : null}, now(), now())`;
      await db.sql`
        insert into gatehouse.feedback (application, id, user_id, ease, text, given_at)
        values ('default', gen_random_uuid(), gen_random_uuid(), 1, ${text}, now())`;
      await db.sql`
        insert into gatehouse.funnel_groups (application, dimension, week, name, people)
        values ('default', 'mail-domain', date_trunc('week', now() at time zone 'UTC')::date, ${text}, 40)
        on conflict do nothing`;
      await db.sql`
        insert into gatehouse.application_keys (application, id, name, key_hash, hint, created_at)
        values ('default', gen_random_uuid(), ${text}, sha256(${text}::text::bytea), ${text}, now())`;
    }
    const { context, strangers } = await watched();
    const page = await stage.signIn(context, boss.person, '/default');
    await page.getByRole('row').filter({ hasText: image }).first().waitFor();
    const places = ['/default/feedback', '/default/webhooks', `/default/webhooks/${hook}`, '/default/keys'];
    for (const place of places) {
      await runsNothing(page, place);
      await page.getByText('onerror="window.ran = 1"').first().waitFor();
    }
    await page.goto(stage.address('/default/import'));
    const lines = HOSTILE.map((text) => JSON.stringify({ email: text, emailVerified: true, [text]: text })).join('\n');
    const file = { name: `${image}.ndjson`, mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Finished · 100 %').waitFor();
    await page.getByRole('region', { name: 'Refused lines' }).getByRole('row').nth(HOSTILE.length).waitFor();
    expect(await page.evaluate<unknown>('window.ran ?? null')).toBeNull();
    expect({ strangers, complaints: stage.complaints.splice(0) }).toEqual({ strangers: [], complaints: [] });

    // The service refuses such a mail, so it is made up at the network.
    const markup = HOSTILE.join(' ');
    await context.route('**/preview', (route) =>
      route.fulfill({ json: { subject: markup, text: markup, html: markup } }),
    );
    await runsNothing(page, '/default/templates/activation-code/en');
    await page.frameLocator('iframe').locator('svg').waitFor({ state: 'attached' });
    const ran = 'window.ran ?? document.querySelector("iframe").contentWindow.ran ?? null';
    expect(await page.evaluate<unknown>(ran)).toBeNull();
    expect(strangers).toEqual([]);
    // The browser tells what it has refused to run in the mail's frame.
    stage.complaints.length = 0;
    await context.close();
  });
});
