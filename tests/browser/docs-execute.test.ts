import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/open-browser.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

const password = 'nine seven lanterns';
/** The library draws every operation again for each key that is pressed: those of other groups are left out here. */
const GROUPS = ['Registration', 'Sessions', 'Profile'];

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags?: readonly string[] }>>>>;
}

const reduced = <D extends Described>({ paths, ...document }: D) => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(paths).filter(([, operations]) =>
      Object.values(operations).some(({ tags }) => tags?.some((tag) => GROUPS.includes(tag))),
    ),
  ),
});

describe('operations executed from the reference', () => {
  let harness: ServiceHarness;
  let browser: Browser;
  let page: Page;
  const keys: string[] = [];
  const filledIn: string[] = [];

  beforeAll(async () => {
    harness = await ServiceHarness.open();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en' });
    page.setDefaultTimeout(20_000);
    page.on('request', (request) => {
      const { 'idempotency-key': key, 'accept-language': language = '' } = request.headers();
      if (key) keys.push(key);
      if (/fr/.test(language)) filledIn.push(language);
    });
    await page.route('**/openapi.json', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: reduced((await response.json()) as Described) });
    });
    await page.goto(`${harness.api.url}/docs`);
    await page.locator('#operations-Registration-registerUser').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.close();
  });

  /** Executes an operation as a person does, and answers what the page shows of the answer. */
  async function execute(id: string, body?: object): Promise<{ readonly status: string; readonly text: string }> {
    const operation = page.locator(`#operations-${id}`);
    if ((await operation.locator('.execute').count()) === 0) {
      await operation.locator('.opblock-summary-control').click();
      await operation.locator('.try-out__btn').click();
    }
    if (body) await operation.locator('textarea.body-param__text').fill(JSON.stringify(body));
    const clear = operation.locator('.btn-clear');
    if (await clear.isVisible()) await clear.click();
    await operation.locator('.execute').click();
    const live = operation.locator('.live-responses-table .response').first();
    await live.waitFor();
    const status = await live.locator('.response-col_status').textContent();
    return { status: (status ?? '').trim().slice(0, 3), text: (await live.textContent()) ?? '' };
  }

  const dialog = () => page.locator('.modal-ux');

  /** Fills in one of the ways of the dialog. */
  async function authorize(scheme: string, values: Readonly<Record<string, string>>): Promise<void> {
    await page.locator('.btn.authorize').first().click();
    const way = dialog().locator('.auth-container', { has: page.locator(`h4 code:text-is("${scheme}")`) });
    const logout = way.getByRole('button', { name: /remove authorization|logout/i });
    if (await logout.isVisible()) await logout.click();
    for (const [input, value] of Object.entries(values)) await way.locator(input).fill(value);
    await way.locator('button[type=submit]').click();
    await dialog().locator('.btn-done').first().click();
  }

  it('stand below the version of the package, and a dialog that names first what a person needs', async () => {
    const manifest = await readFile(new URL('../../apps/api/package.json', import.meta.url), 'utf8');
    expect(await page.locator('.brand').textContent()).toBe(`Gatehouse ${JSON.parse(manifest).version}`);
    await page.locator('.btn.authorize').first().click();
    const names = await dialog().locator('.auth-container h4').allInnerTexts();
    expect(names.map((name) => name.split(/\s/, 1)[0])).toEqual(['basic', 'bearer', 'administration']);
    await page.waitForFunction('document.activeElement.id === "auth-basic-username"');
    expect(
      await dialog()
        .locator('.modal-ux-content')
        .evaluate((content) => content.scrollTop),
    ).toBe(0);
    await dialog().locator('.btn-done').first().click();
  });

  it('answer without credentials too, and ask for none in a dialog of the browser', async () => {
    expect(await execute('Registration-activateUser', { code: '0417' })).toMatchObject({ status: '401' });
  });

  it.each(['once', 'once more'])(
    'lead from the sign-up to the profile, %s',
    async () => {
      const email = `${randomUUID()}@example.com`;
      expect(await execute('Registration-registerUser', { email, password })).toMatchObject({ status: '201' });
      const code = codeIn(await harness.mailTo({ email }));
      // The mail is less than 30 s old; an address that nobody has is never told of.
      expect(await execute('Registration-resendActivationCode', { email })).toMatchObject({ status: '429' });
      const another = { email: `another-${email}` };
      expect(await execute('Registration-resendActivationCode', another)).toMatchObject({ status: '202' });

      await authorize('basic', { 'input[name=username]': email, 'input[name=password]': password });
      expect(await execute('Registration-activateUser', { code })).toMatchObject({ status: '200' });

      const signedIn = await execute('Sessions-signIn', { email, password });
      expect(signedIn).toMatchObject({ status: '201' });
      const token = /"accessToken":\s*"([^"]+)"/.exec(signedIn.text)?.[1] ?? '';
      await authorize('bearer', { 'input[type=text]': token });
      const profile = await execute('Profile-getMyProfile');
      expect(profile).toMatchObject({ status: '200', text: expect.stringContaining(email) });
      // The library draws its whole page again and again: a busy machine takes a minute.
    },
    180_000,
  );

  it('go with a key of their own each, and in no language that the person did not choose', () => {
    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys).size).toBe(keys.length);
    expect(filledIn).toEqual([]);
  });

  it.each([360, 390])('stand below a header of one line on a screen of %i px', async (width) => {
    await page.setViewportSize({ width, height: 844 });
    const { height } = await page.locator('.top').evaluate((bar) => bar.getBoundingClientRect());
    expect(height).toBeLessThan(60);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });
});
