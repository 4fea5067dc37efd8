import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { CatalogueTextMessageRenderer } from '../../libs/notification/adapters/templates/catalogue-text-message-renderer.js';
import { ComponentStage } from '../support/component-stage.js';
import { mail, profile, signedUpWithPhone, status } from '../support/elements/fake-answers.js';
import { plainLook } from '../support/notification/plain-look.js';

const stage = new ComponentStage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

const textFor = (host: string): string =>
  new CatalogueTextMessageRenderer().render({
    locale: 'en',
    sender: { application: 'acme', applicationName: 'Acme', defaultLocale: 'en', look: plainLook },
    content: { template: 'phone-code', digits: '004217', lifeSeconds: 300, host },
  });

/** No browser without a phone gets text messages: this one reads one as the specification says, for the page's own host. */
const receives = (page: Page, text: string): Promise<unknown> =>
  page.evaluate(`{
    window.OTPCredential ??= class {};
    const [, host, code] = /^@([^ ]+) #([^ ]+)$/.exec(${JSON.stringify(text)}.split('\\n').at(-1)) ?? [];
    const get = ({ otp }) =>
      new Promise((resolve) => {
        window.listens = otp.transport;
        if (host === location.hostname) resolve({ code });
      });
    Object.defineProperty(navigator, 'credentials', { value: { get }, configurable: true });
  }`);

async function signUp(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('Password').fill('nine seven lanterns');
  await page.getByRole('button', { name: 'Create account', exact: true }).click();
}

describe('the code of a text message', () => {
  const phone = { delivery: 'sent', sentAt: '2026-05-01T11:59:42.000Z', expiresAt: '2026-05-01T12:04:42.000Z' };
  beforeEach(() => {
    stage.api = {
      'POST /v1/users': signedUpWithPhone,
      [status]: mail('sent', 42, phone),
      'POST /v1/users/activation/phone': { body: { ...profile, state: 'pending', missing: ['email'] } },
    };
  });
  const entered = () => stage.calls.filter(({ call }) => call === 'POST /v1/users/activation/phone');

  it('is entered by itself on the page that it is for', async () => {
    await stage.visit('/sign-up', {}, async (page) => {
      await receives(page, textFor('gatehouse.example'));
      await signUp(page);
      await page.getByText('Your phone is confirmed.').waitFor();
      expect(await page.evaluate('listens')).toEqual(['sms']);
    });
    expect(entered().map(({ body }) => body)).toEqual([{ code: '004217' }]);
  });

  it('is not, on any other', async () => {
    await stage.visit('/sign-up', {}, async (page) => {
      await receives(page, textFor('bank.example'));
      await signUp(page);
      await page.waitForFunction('window.listens !== undefined');
      expect(await page.locator('[name=phone-code]').inputValue()).toBe('');
    });
    expect(entered()).toEqual([]);
  });
});
