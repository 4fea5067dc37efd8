import type { BrowserContext, Page } from 'playwright-core';
import type { Person } from '../../support/api.js';
import { somebody } from '../../support/api.js';
import { APPEARANCES, ConsoleStage } from '../../support/console-stage.js';

describe('people in the console', () => {
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
    context = await stage.visitor();
  });
  afterEach(async () => {
    await context.close();
    expect(stage.complaints.splice(0)).toEqual([]);
  });

  const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });
  const acts = async (id: string) =>
    (
      await stage.db.sql<{ act: string }[]>`
        select act from gatehouse.audit_log where subject = ${id} and act <> 'users.looked-up' order by position`
    ).map(({ act }) => act);

  it('are found by part of an address, and the search is in no address that a proxy logs', async () => {
    const ada = somebody();
    await stage.api.register(ada);
    const part = ada.email.slice(0, 12);
    const page = await stage.signIn(context, support, '/default/people');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('textbox', { name: 'Search' }).fill(part);
    await row(page, ada.email).getByText('Pending').waitFor();
    await page.waitForURL(`**/people#${part}`);
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    expect(asked.filter((url) => url.includes(part) && !url.includes('#'))).toEqual([]);

    const shared = await context.newPage();
    await shared.goto(page.url());
    await row(shared, ada.email).waitFor();
    expect(await shared.getByRole('textbox', { name: 'Search' }).inputValue()).toBe(part);

    await page.getByRole('textbox', { name: 'Search' }).fill('nobody-at-all');
    await page.getByText('Nobody matches').waitFor();
  });

  it('are filtered by state, and listed page by page', async () => {
    await stage.db.sql`
      insert into gatehouse.users (application, id, state, email, email_deliverable, password_hash, created_at)
      select 'default', gen_random_uuid(), 'pending', 'many-' || n || '@example.com', 'many-' || n || '@example.com', '',
        gatehouse.now() - n * interval '1 minute' from generate_series(1, 60) n`;
    const page = await stage.signIn(context, support, '/default/people?state=pending');
    await row(page, 'many-1@example.com').waitFor();
    const first = await page.getByRole('row').count();
    await page.getByRole('button', { name: 'Show more' }).click();
    await row(page, 'many-60@example.com').waitFor();
    expect(await page.getByRole('row').count()).toBeGreaterThan(first);
    expect(await page.getByRole('cell', { name: 'Active', exact: true }).count()).toBe(0);
  });

  it('have a page with profile, codes without digits, sessions and what happened', async () => {
    const ada = somebody();
    const id = await stage.api.register(ada);
    const digits = await stage.api.deliver(id);
    const page = await stage.signIn(context, support, `/default/people/${id}`);
    await page.getByRole('heading', { name: ada.email, level: 1 }).waitFor();
    const codes = page.getByRole('region', { name: 'Codes', exact: true });
    await codes.getByText('Valid').waitFor();
    await codes.getByText('4 digits by mail, number 1', { exact: true }).waitFor();
    await page.getByText('Signed up').first().waitFor();
    await page.getByText('Code issued').waitFor();
    await page.getByText('Not signed in anywhere').waitFor();
    const shown = [codes, page.getByRole('region', { name: 'Timeline' })];
    for (const part of shown) expect(await part.textContent()).not.toContain(digits);
    expect(await page.getByRole('button', { name: 'Send another code' }).count()).toBe(1);
    for (const name of ['Suspend', 'Erase', 'Sign out']) {
      expect(await page.getByRole('main').getByRole('button', { name }).count()).toBe(0);
    }
  });

  it('get another code, are suspended with a reason, resumed and signed out', async () => {
    const ada = await stage.admin.someone('user');
    const page = await stage.signIn(context, boss, `/default/people/${ada.id}`);
    const main = page.getByRole('main');
    const dialog = page.getByRole('dialog');
    await main.getByRole('button', { name: 'Sign out' }).click();
    await dialog.getByText('Every session of this account ends now.').waitFor();
    await dialog.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('No session is left.').waitFor();
    await page.getByText('Not signed in anywhere').waitFor();

    await main.getByRole('button', { name: 'Suspend' }).click();
    expect(await dialog.getByRole('button', { name: 'Suspend' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('Chargebacks');
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await main.getByText('Chargebacks').first().waitFor();
    await main.getByRole('button', { name: 'Resume' }).click();
    await dialog.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('The account is active again.').waitFor();
    expect(await acts(ada.id)).toEqual(['user.signed-out', 'user.suspended', 'user.resumed']);

    const pending = await stage.api.register(somebody());
    await stage.db.advance(31_000);
    await page.goto(stage.address(`/default/people/${pending}`));
    await main.getByRole('button', { name: 'Send another code' }).click();
    await dialog.getByRole('button', { name: 'Send the code' }).click();
    await page.getByText('Another code is on its way.').waitFor();
    await main.getByText('4 digits by mail, number 2', { exact: true }).waitFor();
    await main.getByRole('button', { name: 'Send another code' }).click();
    await dialog.getByRole('button', { name: 'Send the code' }).click();
    await dialog.getByRole('alert').getByText('Try again in').waitFor();
    expect(await acts(pending)).toEqual(['activation-code.resent']);
  });

  it('are erased only once their address is typed', async () => {
    const ada = await stage.admin.someone('user');
    const page = await stage.signIn(context, boss, `/default/people/${ada.id}`);
    await page.getByRole('main').getByRole('button', { name: 'Erase' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('This cannot be undone.').waitFor();
    const erase = dialog.getByRole('button', { name: 'Erase permanently' });
    await dialog.getByLabel(`Type ${ada.person.email} to confirm`).fill(ada.person.email.slice(1));
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel(`Type ${ada.person.email} to confirm`).fill(ada.person.email);
    await erase.click();
    await page.getByText('This person was erased').waitFor();
    expect(await acts(ada.id)).toEqual(['user.erased']);
  });

  it('that cannot be read are said to be so, with a way to try again', async () => {
    const page = await stage.signIn(context, support, '/default');
    await page.route('**/v1/admin/users*', (route) => route.abort());
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('alert').getByText('The service cannot be reached').waitFor({ timeout: 60_000 });
    await page.unroute('**/v1/admin/users*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await row(page, '@example.com').first().waitFor();
    await page.goto(stage.address('/default/people/01a1fd8e-eb10-75a1-8d47-61bb163bd468'));
    await page.getByRole('alert').getByText('User not found').waitFor();
    stage.complaints.length = 0;
  });

  it.each(APPEARANCES)('have pages without barriers that fit, at $width pixels, $colorScheme', async (appearance) => {
    const { width, colorScheme } = appearance;
    const shown = await stage.visitor({ viewport: { width, height: 800 }, colorScheme });
    const ada = await stage.admin.someone('user');
    await stage.db.sql`
      update gatehouse.users set accepted_terms = '2026-11', terms_accepted_at = created_at
      where email = ${ada.person.email.toLowerCase()}`;
    const page = await stage.signIn(shown, boss, '/default/people');
    await row(page, ada.person.email).waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    expect(await stage.fits(page)).toBe(true);
    await page.getByRole('link', { name: ada.person.email }).click();
    await page.getByText('Signed in', { exact: true }).first().waitFor();
    await page.getByText(/^Version 2026-11, /).waitFor();
    await stage.picture(page, `person-${width}-${colorScheme}`);
    expect(await stage.barriers(page)).toEqual([]);
    expect(await stage.fits(page)).toBe(true);
    await page.getByRole('main').getByRole('button', { name: 'Erase' }).click();
    await page.getByRole('dialog').getByText('This cannot be undone.').waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    await shown.close();
  });
});
