import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { somebody } from '../support/api.js';
import { openBrowser } from '../support/open-browser.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

const SECRET = 'the-password-of-the-events';

describe('a mail that comes back, with real mails', () => {
  let service: ServiceHarness;
  let browser: Browser;

  beforeAll(async () => {
    service = await ServiceHarness.open({
      environment: (url) => ({
        MAIL_PROVIDERS: 'postmark',
        MAIL_SENDER: 'no-reply@acme.example',
        MAIL_POSTMARK_TOKEN: 'token',
        MAIL_POSTMARK_BASE_URL: url,
        MAIL_POSTMARK_EVENTS_SECRET: SECRET,
      }),
    });
    service.sandbox.reports.configure({ url: service.api.url, providers: { postmark: { secret: SECRET } } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  it('is told on the page as soon as its provider reports it, and another address leads on', async () => {
    const page = await browser.newPage({ locale: 'en' });
    const person = somebody();
    await page.goto(`${service.api.url}/sign-up`);
    await page.getByLabel('Email address').fill(`bounce-${randomUUID()}@example.com`);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page
      .locator('[data-delivery=bounced]')
      .getByText('This mailbox does not exist. Check the address.')
      .waitFor();

    await page.getByRole('button', { name: 'Change my email address' }).click();
    await page.getByLabel('Email address').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.locator('[data-delivery=sent]').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(codeIn(await service.mailTo(person)) ?? '');
    await page.getByRole('heading', { name: 'Account activated' }).waitFor();
    await page.close();
  });
});
