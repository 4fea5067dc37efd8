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

  it('is shown as it was written, and runs nothing', async () => {
    const { db, api, admin } = stage;
    await admin.createApplication('shop', { name: HOSTILE[1] });
    const boss = await admin.someone('admin');
    const people: string[] = [];
    for (const text of HOSTILE) {
      const id = await api.register(somebody());
      people.push(id);
      await db.sql`
        update gatehouse.users set name = ${text}, surname = ${text}, email_deliverable = ${`${text}@example.com`},
          locale = ${text}, state = 'suspended', suspended_at = gatehouse.now(), suspension_reason = ${text}
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

    const context = await stage.visitor();
    const strangers: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(stage.api.url)) strangers.push(request.url());
    });
    context.on('dialog', () => strangers.push('dialog'));
    const page = await stage.signIn(context, boss.person, '/default/people');
    const places = [
      '/default/people',
      ...people.map((id) => `/default/people/${id}`),
      '/default/messages',
      '/default/audit',
      `/default/people#${encodeURIComponent(HOSTILE[1] ?? '')}`,
    ];
    for (const place of places) {
      await page.goto(stage.address(place));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect([place, await page.evaluate<unknown>('window.ran ?? null')]).toEqual([place, null]);
    }
    await page.goto(stage.address('/default/messages'));
    for (const link of await page.getByRole('row').getByRole('link').all()) {
      await link.click({ force: true });
      await page.getByRole('dialog').getByRole('table').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.getByRole('combobox', { name: 'Application' }).click();
    await page.getByRole('option', { name: /onerror/ }).waitFor();
    expect(await page.evaluate<unknown>('window.ran ?? null')).toBeNull();
    expect({ strangers, complaints: stage.complaints }).toEqual({ strangers: [], complaints: [] });
    await context.close();
  });
});
