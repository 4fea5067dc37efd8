import type { BrowserContext, Page } from 'playwright-core';
import type { Person } from '../../support/api.js';
import { APPEARANCES, ConsoleStage } from '../../support/console-stage.js';

describe('the console, in Chromium', () => {
  let stage: ConsoleStage;
  let boss: Person;
  let support: Person;
  let shopkeeper: Person;
  let nobody: Person;

  beforeAll(async () => {
    stage = await ConsoleStage.open();
    const { admin } = stage;
    await admin.createApplication('shop');
    boss = (await admin.someone('admin')).person;
    support = (await admin.someone('support')).person;
    shopkeeper = (await admin.someone('admin', 'shop')).person;
    nobody = (await admin.someone('user')).person;
  });
  afterAll(() => stage.close());
  afterEach(() => {
    expect(stage.complaints.splice(0)).toEqual([]);
  });

  async function visiting(run: (context: BrowserContext) => Promise<void>): Promise<void> {
    const context = await stage.visitor();
    await run(context);
    await context.close();
  }
  const account = (page: Page) => page.getByRole('dialog', { name: 'Account and appearance' });
  const navigation = (page: Page) => page.getByRole('navigation', { name: 'Console' });
  const offered = async (page: Page) => await navigation(page).getByRole('link').allInnerTexts();

  it('signs in by keyboard alone, goes on after a reload and in another tab, and signs out of both', async () => {
    await visiting(async (context) => {
      const page = await context.newPage();
      await page.goto(stage.address('/default/people'));
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.keyboard.type(boss.email);
      await page.keyboard.press('Tab');
      await page.keyboard.type(boss.password);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();

      await page.reload();
      await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
      const other = await context.newPage();
      await other.goto(stage.address('/default'));
      await other.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();

      await other.getByRole('button', { name: 'Account and appearance' }).click();
      await account(other).getByRole('button', { name: 'Sign out' }).click();
      await other.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });
  });

  it('exchanges the refresh token in one tab at a time, however many are opened at once', async () => {
    await visiting(async (context) => {
      const page = await stage.signIn(context, boss, '/default');
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      let [open, most] = [0, 0];
      await context.route('**/v1/sessions/refresh', async (route) => {
        most = Math.max(most, ++open);
        await released;
        await route.continue();
      });
      context.on('requestfinished', (request) => {
        if (request.url().endsWith('/v1/sessions/refresh')) open -= 1;
      });
      const tabs = await Promise.all([1, 2, 3].map(() => context.newPage()));
      await Promise.all(tabs.map((tab) => tab.goto(stage.address('/default'))));
      await page.waitForFunction(
        'navigator.locks.query().then(({ held, pending }) => held.length === 1 && pending.length === 2)',
      );
      release();
      for (const tab of tabs) await tab.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
      expect([open, most]).toEqual([0, 1]);
    });
  });

  it('keeps no token where scripts of another day would find it', async () => {
    await visiting(async (context) => {
      const page = await stage.signIn(context, boss);
      const kept = await page.evaluate<string>(
        'JSON.stringify([{ ...localStorage }, document.cookie, Object.keys(sessionStorage)])',
      );
      const [local, cookies, session] = JSON.parse(kept) as [Record<string, string>, string, string[]];
      expect(Object.keys(local).filter((name) => !name.startsWith('mantine-color-scheme'))).toEqual([]);
      expect(cookies).toBe('');
      expect(session.filter((name) => /token/i.test(name))).toEqual([]);
      expect(kept).not.toMatch(/eyJ/);
    });
  });

  it('says in words why nobody gets in, and keeps what was typed', async () => {
    await visiting(async (context) => {
      const page = await context.newPage();
      await page.goto(stage.address());
      await stage.fillIn(page, { ...boss, password: 'not this one' });
      await page.getByRole('alert').getByText('The email address or the password is wrong.').waitFor();
      expect(await page.getByLabel('Email address').inputValue()).toBe(boss.email);
      await stage.fillIn(page, boss, 'no-such-shop');
      await page.getByRole('alert').getByText('There is no application with this slug.').waitFor();
    });
  });

  it('offers everyone what their role allows', async () => {
    await visiting(async (context) => {
      expect(await offered(await stage.signIn(context, support))).toEqual([
        ...['Overview', 'People', 'Messages', 'Feedback'],
        ...['Settings', 'Mails', 'Webhooks', 'Applications'],
      ]);
    });
    await visiting(async (context) => {
      expect(await offered(await stage.signIn(context, boss))).toEqual([
        ...['Overview', 'People', 'Messages', 'Feedback', 'Events', 'Audit log', 'Import and export'],
        ...['Settings', 'Mails', 'Keys', 'Webhooks', 'Applications'],
      ]);
    });
    await visiting(async (context) => {
      const page = await stage.signIn(context, nobody);
      await page.getByText('Your role does not include this').waitFor();
      expect(await offered(page)).toEqual([]);
    });
  });

  it('shows administrators of one application that one, and operators each', async () => {
    await visiting(async (context) => {
      const page = await stage.signIn(context, shopkeeper, '', 'shop');
      await page.waitForURL(stage.address('/shop'));
      await page.goto(stage.address('/default'));
      await page.getByText('This application is not yours').waitFor();
    });
    await visiting(async (context) => {
      const page = await stage.signIn(context, boss);
      await page.getByRole('combobox', { name: 'Application' }).click();
      await page.getByRole('option', { name: 'The shop (shop)' }).click();
      await page.waitForURL(stage.address('/shop'));
    });
  });

  it('has a page of its own for addresses that lead nowhere, and goes back', async () => {
    await visiting(async (context) => {
      const page = await stage.signIn(context, boss, '/default/messages?state=dead-letter');
      await page.getByRole('heading', { name: 'Messages', level: 1 }).waitFor();
      await page.goto(stage.address('/default/nowhere'));
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
      await page.goBack();
      await page.getByText('No dead letters').waitFor();
    });
  });

  it.each(APPEARANCES)('has no barrier and fits, at $width pixels, $colorScheme', async ({ width, colorScheme }) => {
    const context = await stage.visitor({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(stage.address());
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    await stage.fillIn(page, boss);
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    await page.getByText('Nobody has signed up in these days').waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    if (width < 500) await page.getByRole('button', { name: 'Open navigation' }).click();
    await page.getByRole('button', { name: 'Account and appearance' }).click();
    await account(page).getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await stage.barriers(page)).toEqual([]);
    expect(await stage.fits(page)).toBe(true);
    await context.close();
  });
});
