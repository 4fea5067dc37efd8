import { randomUUID } from 'node:crypto';
import type { BrowserContext } from 'playwright-core';
import type { Person } from '../../support/api.js';
import { ConsoleStage } from '../../support/console-stage.js';

describe('stops of text messages in the console', () => {
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
    await stage.db.sql`truncate gatehouse.sms_stops, gatehouse.sms_spend`;
    await stage.db.sql`
      insert into gatehouse.sms_stops (application, place, id, kind, reason, asked, proven, stopped_at, ends_at)
      values ('default', '+3361234', ${randomUUID()}, 'range', 'unproven', 14, 0, gatehouse.now(),
        gatehouse.now() + interval '1 day')`;
    await stage.db.sql`
      insert into gatehouse.sms_spend (application, day, currency, prefix, shard, messages, segments, amount)
      values ('default', (gatehouse.now() at time zone 'UTC')::date, 'EUR', '33', 0, 120, 124, 9.2876)`;
    context = await stage.visitor();
  });
  afterEach(async () => {
    await context.close();
    expect(stage.complaints.splice(0)).toEqual([]);
  });

  it('are lifted by an administrator, and what messages cost stands beside them', async () => {
    const page = await stage.signIn(context, boss, '/default/messages');
    const section = page.getByRole('region', { name: 'Text messages' });
    await section.getByText('9.2876 EUR for 120 messages').waitFor();
    await section.getByText('Too few codes were entered').waitFor();
    await section.getByRole('button', { name: 'Lift the stop of +3361234' }).click();
    const dialog = page.getByRole('dialog', { name: 'Send text messages to +3361234 again?' });
    await dialog.getByRole('button', { name: 'Lift the stop' }).click();
    await section.getByText('None is stopped.').waitFor();
    const [entry] = await stage.db.sql`select act from gatehouse.audit_log order by position desc limit 1`;
    expect(entry).toEqual({ act: 'sms.stop-lifted' });
  });

  it('are shown to support, which cannot lift them', async () => {
    const page = await stage.signIn(context, support, '/default/messages');
    const section = page.getByRole('region', { name: 'Text messages' });
    await section.getByText('+3361234').waitFor();
    expect(await section.getByRole('button').count()).toBe(0);
  });

  it('are named in the audit log, with the service as the actor', async () => {
    await stage.db.sql`
      insert into gatehouse.audit_log (application, act, subject, details, administrator_kind, administrator_application,
        request_id)
      values ('default', 'sms.stopped', '+3361234', '{}', 'service', 'default', 'request')`;
    const page = await stage.signIn(context, boss, '/default/audit');
    const row = page.getByRole('row').filter({ hasText: 'Stopped text messages' }).first();
    await row.getByText('The service').waitFor();
    await row.getByText('+3361234').waitFor();
  });
});
