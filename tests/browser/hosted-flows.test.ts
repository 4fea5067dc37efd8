import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { somebody } from '../support/api.js';
import { openBrowser } from '../support/open-browser.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

const ONWARD = 'https://shop.example/welcome';

/** Each flow at a desk and on a phone. */
const SCREENS: Readonly<Record<string, BrowserContextOptions>> = {
  'at a desk': { viewport: { width: 1280, height: 900 } },
  'on a phone': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
};

describe.each(Object.entries(SCREENS))('the pages of an application, with real mails, %s', (_screen, options) => {
  let service: ServiceHarness;
  let browser: Browser;
  let page: Page;
  const person = { ...somebody(), newPassword: 'eleven quiet harbours', newEmail: somebody().email };
  const pages = () => `${service.api.url}/a/shop`;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const within = (section: string) => page.locator(`gatehouse-account-${section}`);
  const mailed = async (to: string, number = 1) => service.mailTo({ email: to }, number);

  beforeAll(async () => {
    service = await ServiceHarness.open();
    await service.db.sql`
      insert into gatehouse.applications (slug, name, allowed_origins, redirect_targets)
      values ('shop', 'The Shop', ${[service.api.url]}, ${[ONWARD]})`;
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'en', ...options });
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  it('a person signs up, watches the mail leave, and is through with its code, without typing the password again', async () => {
    await page.goto(`${pages()}/sign-up?redirect=${encodeURIComponent(ONWARD)}`);
    await page.getByLabel('Email address').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await press('Create account');
    await heading('Enter your code');
    await page.locator('[data-delivery=sent]').waitFor();
    expect(await page.getByText(/^Valid for (1:00|0:5\d) more$/).isVisible()).toBe(true);
    expect(await page.getByLabel('Password').count()).toBe(0);
    await page.getByLabel('Code', { exact: true }).fill(codeIn(await mailed(person.email)) ?? '');
    await heading('Account activated');
    expect(await page.title()).toBe('Account activated – The Shop');
    expect(await page.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe(ONWARD);
  });

  it('signs in, and stays signed in when the page is loaded again', async () => {
    await page.goto(`${pages()}/sign-in`);
    await page.getByLabel('Email address').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/a/shop/account');
    await page.getByText(person.email).first().waitFor();
    await page.reload();
    await heading('Your account');
    await within('profile').getByLabel('First name').fill('Ada');
    await within('profile').getByRole('button', { name: 'Save' }).click();
    await within('profile').getByText('Saved.').waitFor();
  });

  it('changes the address, which the former one undoes', async () => {
    await within('email').getByRole('button', { name: 'Change email address' }).click();
    await within('email').getByLabel('New email address').fill(person.newEmail);
    await within('email').getByLabel('Current password').fill(person.password);
    await press('Send code');
    await within('email')
      .getByLabel('Code', { exact: true })
      .fill(codeIn(await mailed(person.newEmail)) ?? '');
    await press('Confirm');
    await within('email').getByText('Your email address has been changed.').waitFor();
    expect(await within('email').getByText(person.newEmail).isVisible()).toBe(true);

    const notice = await mailed(person.email, 2);
    const link = /https?:\S+\/email-undo\S+/.exec(notice.text ?? '')?.[0] ?? '';
    await page.goto(`${service.api.url}${link.replace(/^https?:\/\/[^/]+/, '')}`);
    await press('Undo the change');
    await heading('Address restored');
    await page.getByRole('link', { name: 'Choose a new password' }).click();
  });

  it('chooses a new password with the code from a mail', async () => {
    await heading('Choose a new password');
    await page.getByLabel('Email address').fill(person.email);
    await page.keyboard.press('Enter');
    await page.getByText('a code is on its way').waitFor();
    const isReset = async () =>
      service
        .mailsTo(person)
        .map(codeIn)
        .findLast((code) => code?.length === 8);
    await page.getByLabel('Code', { exact: true }).waitFor();
    while (!(await isReset())) await page.waitForTimeout(50);
    await page.getByLabel('Code', { exact: true }).fill((await isReset()) ?? '');
    await page.getByLabel('New password').fill(person.newPassword);
    await press('Set new password');
    await heading('Password changed');
    await page.getByRole('link', { name: 'Continue' }).click();
    await heading('Sign in');
  });

  it('takes the data away, and erases the account', async () => {
    await page.getByLabel('Email address').fill(person.email);
    await page.getByLabel('Password').fill(person.newPassword);
    await press('Sign in');
    await within('data').getByRole('button', { name: 'Download my data' }).waitFor();
    const download = page.waitForEvent('download');
    await press('Download my data');
    expect((await download).suggestedFilename()).toBe('gatehouse.json');
    await press('Delete my account');
    await within('data').getByLabel('Password').fill(person.newPassword);
    await press('Delete account permanently');
    await heading('Account deleted');
  });
});
