import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Person, somebody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { openBrowser } from '../support/open-browser.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

const ONWARD = 'https://shop.example/welcome';

/** Each flow at a desk and on a phone. */
const SCREENS: Readonly<Record<string, BrowserContextOptions>> = {
  'at a desk': { viewport: { width: 1280, height: 900 } },
  'on a phone': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
};

describe('the pages of an application, with real mails', () => {
  let service: ServiceHarness;
  let browser: Browser;

  beforeAll(async () => {
    service = await ServiceHarness.open();
    await service.db.sql`
      insert into gatehouse.applications (slug, name, allowed_origins, redirect_targets)
      values ('shop', 'The Shop', ${[service.api.url]}, ${[ONWARD]})`;
    await service.db.sql`
      insert into gatehouse.applications (slug, name, allowed_origins, policy)
      values ('asking', 'Asking', ${[service.api.url]}, ${service.db.sql.json({ askFeedback: true })})`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  /** What is in the first mail to somebody in which it is found. */
  async function mailed(to: string, find: (text: string) => string | undefined | null): Promise<string> {
    const found = () => service.mailsTo({ email: to }).flatMap(({ text }) => find(text ?? '') ?? []);
    await eventually(`a mail to ${to}`, () => found().length > 0, 30_000);
    return found()[0] ?? '';
  }

  it.each(Object.entries(SCREENS))(
    'lead somebody through the whole life of an account, %s',
    async (_where, options) => {
      const page = await browser.newPage({ locale: 'en', ...options });
      await signUp(page, somebody());
      await page.close();
    },
  );

  it('lead on from the mail’s link, and from the sign-in, to where the sign-up was to lead', async () => {
    const page = await browser.newPage({ locale: 'en' });
    const person = somebody();
    await page.goto(`${service.api.url}/a/shop/sign-in?redirect=${encodeURIComponent(ONWARD)}`);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await fill(page, person);
    await press(page, 'Create account');
    await heading(page, 'Enter your code');
    const link = await mailed(person.email, (text) => /\/activate\S+/.exec(text)?.[0]);
    await page.goto(`${service.api.url}${link}`);
    await fill(page, person);
    await press(page, 'Activate');
    await heading(page, 'Account activated');
    expect(await page.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe(ONWARD);
    await page.close();
  });

  it('ask how easy it was, where the application wants to know, and keep the answer', async () => {
    const page = await browser.newPage({ locale: 'en' });
    const person = somebody();
    await page.goto(`${service.api.url}/a/asking/sign-up`);
    await fill(page, person);
    await press(page, 'Create account');
    await code(page).fill(codeIn(await service.mailTo(person)) ?? '');
    await page.getByRole('radio', { name: 'Easy', exact: true }).check();
    await page.getByLabel('What could be better? (optional)').fill('The mail came late');
    await press(page, 'Send answer');
    await page.getByText('Thank you for your answer.').waitFor();
    const given = await service.db.sql`
      select ease, text from gatehouse.feedback join gatehouse.users using (application)
      where users.id = feedback.user_id and application = 'asking' and email_deliverable = ${person.email}`;
    expect(given).toEqual([{ ease: 4, text: 'The mail came late' }]);
    await page.close();
  });

  async function signUp(page: Page, person: Person): Promise<void> {
    await page.goto(`${service.api.url}/a/shop/sign-up?redirect=${encodeURIComponent(ONWARD)}`);
    await fill(page, person);
    await press(page, 'Create account');
    await heading(page, 'Enter your code');
    await page.locator('[data-delivery=sent]').waitFor();
    expect(await page.getByText(/^Valid for \d:\d\d more$/).isVisible()).toBe(true);
    // In the same tab nobody has to type the password again.
    expect(await page.getByLabel('Password').count()).toBe(0);
    await code(page).fill(codeIn(await service.mailTo(person)) ?? '');
    await heading(page, 'Account activated');
    expect(await page.title()).toBe('Account activated – The Shop');
    expect(await page.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe(ONWARD);
    await signIn(page, person);
  }

  async function signIn(page: Page, person: Person): Promise<void> {
    await page.goto(`${service.api.url}/a/shop/sign-in`);
    await fill(page, person);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/a/shop/account');
    await within(page, 'profile').getByLabel('First name').waitFor();
    await page.reload();
    await within(page, 'profile').getByLabel('First name').fill('Ada');
    await within(page, 'profile').getByRole('button', { name: 'Save' }).click();
    await within(page, 'profile').getByText('Saved.').waitFor();
    await changeAddress(page, person);
  }

  async function changeAddress(page: Page, person: Person): Promise<void> {
    const newEmail = somebody().email;
    const email = within(page, 'email');
    await email.getByRole('button', { name: 'Change email address' }).click();
    await email.getByLabel('New email address').fill(newEmail);
    await email.getByLabel('Current password').fill(person.password);
    await press(page, 'Send code');
    await code(page).fill(await mailed(newEmail, (text) => /^\d{6}$/m.exec(text)?.[0]));
    await press(page, 'Confirm');
    await email.getByText('Your email address has been changed.').waitFor();
    expect(await email.getByText(newEmail).isVisible()).toBe(true);

    const link = await mailed(person.email, (text) => /\/email-undo\S+/.exec(text)?.[0]);
    await page.goto(`${service.api.url}${link}`);
    await press(page, 'Undo the change');
    await heading(page, 'Address restored');
    await page.getByRole('link', { name: 'Choose a new password' }).click();
    await reset(page, { ...person, password: 'eleven quiet harbours' });
  }

  async function reset(page: Page, person: Person): Promise<void> {
    await heading(page, 'Choose a new password');
    await page.getByLabel('Email address').fill(person.email);
    await page.keyboard.press('Enter');
    await page.getByText('a code is on its way').waitFor();
    await code(page).fill(await mailed(person.email, (text) => /^\d{8}$/m.exec(text)?.[0]));
    await page.getByLabel('New password').fill(person.password);
    await press(page, 'Set new password');
    await heading(page, 'Password changed');
    await page.getByRole('link', { name: 'Continue' }).click();
    await erase(page, person);
  }

  async function erase(page: Page, person: Person): Promise<void> {
    await heading(page, 'Sign in');
    await fill(page, person);
    await press(page, 'Sign in');
    const download = page.waitForEvent('download');
    await press(page, 'Download my data');
    expect((await download).suggestedFilename()).toBe('gatehouse.json');
    await press(page, 'Delete my account');
    await within(page, 'data').getByLabel('Password').fill(person.password);
    await press(page, 'Delete account permanently');
    await heading(page, 'Account deleted');
  }
});

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const within = (page: Page, section: string) => page.locator(`gatehouse-account-${section}`);
const code = (page: Page) => page.getByLabel('Code', { exact: true });
const fill = async (page: Page, { email, password }: Person) => {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password').fill(password);
};
