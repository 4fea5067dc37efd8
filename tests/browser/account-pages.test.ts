import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { PageStage } from '../support/page-stage.js';

const TOKEN = 'aB3-'.repeat(16);
const ONWARD = 'http://gatehouse.example/welcome';

const stage = new PageStage({ redirectTargets: [ONWARD] });
beforeAll(() => stage.open());
afterAll(() => stage.close());
beforeEach(() => stage.reset());

const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const told = (page: Page) => page.locator('[data-outcome]:visible');

describe.each([
  ['/reset', '#code=00428137'],
  ['/email-undo', `#token=${TOKEN}`],
])('the page %s, as scanners and previews open it', (path, fragment) => {
  it('does nothing by itself, with scripts and without, and sends the fragment to nobody', async () => {
    for (const javaScriptEnabled of [true, false]) {
      await stage.visit(`${path}${fragment}`, { javaScriptEnabled }, async (page) => {
        await page.waitForLoadState('networkidle');
        expect(await page.locator('noscript p').isVisible()).toBe(!javaScriptEnabled);
        expect(await page.locator('form').count()).toBe(javaScriptEnabled ? 1 : 0);
      });
    }
    expect(stage.calls).toEqual([]);
    expect(stage.gets.join()).not.toMatch(/00428137|aB3-/);
  });

  it.each([
    ['fr-CA', 'fr', 'ltr'],
    ['de', 'de', 'ltr'],
    ['es-MX', 'es', 'ltr'],
    ['ar', 'ar', 'rtl'],
    ['ja-JP', 'ja', 'ltr'],
    ['pl', 'en', 'ltr'],
  ])('speaks to a browser of %s in %s, on a narrow screen as well', async (locale, language, direction) => {
    await stage.visit(`${path}${fragment}`, { locale, viewport: { width: 320, height: 640 } }, async (page) => {
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('html').getAttribute('dir')).toBe(direction);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    });
  });
});

describe('the page for a new password', () => {
  it('takes the code from the link, keeps it out of address and history, and sets the password', async () => {
    const { complaints, strangers } = await stage.visit('/reset?application=shop#code=00428137', {}, async (page) => {
      await page.getByLabel('New password').waitFor();
      expect(page.url()).toBe(`${stage.origin}/reset?application=shop`);
      expect(await page.getByLabel('Code', { exact: true }).isVisible()).toBe(false);
      await page.getByLabel('Email address').fill(' ada@example.com ');
      await page.getByLabel('New password').fill('elf stille Häfen');
      stage.answer = { status: 204 };
      await page.keyboard.press('Enter');
      await page.getByText('Your password has been changed').waitFor();
      expect(await page.locator('form').isVisible()).toBe(false);
      await page.reload();
      expect(await page.getByLabel('Email address').inputValue()).toBe('');
    });
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(stage.calls).toEqual([
      {
        path: '/v1/password-resets/confirmation',
        application: 'shop',
        body: { email: 'ada@example.com', code: '00428137', newPassword: 'elf stille Häfen' },
      },
    ]);
  });

  it('sends a code where there is none yet, and takes it', async () => {
    await stage.visit('/reset', {}, async (page) => {
      expect(await page.getByLabel('New password').isVisible()).toBe(false);
      await page.getByLabel('Email address').fill('ada@example.com');
      stage.answer = { status: 202 };
      await page.keyboard.press('Enter');
      await page.getByText('a code is on its way').waitFor();
      await page.keyboard.type('00428137');
      await page.getByLabel('New password').fill('eleven quiet harbours');
      stage.answer = { status: 204 };
      await press(page, 'Set new password');
      await page.getByText('Your password has been changed').waitFor();
    });
    expect(stage.calls.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/v1/password-resets', body: { email: 'ada@example.com' } },
      {
        path: '/v1/password-resets/confirmation',
        body: { email: 'ada@example.com', code: '00428137', newPassword: 'eleven quiet harbours' },
      },
    ]);
  });

  it('takes a code that somebody has already', async () => {
    await stage.visit('/reset', {}, async (page) => {
      await press(page, 'I have a code');
      expect(await page.getByLabel('Code', { exact: true }).isVisible()).toBe(true);
      expect(await page.getByRole('button', { name: 'Send code' }).isVisible()).toBe(false);
    });
  });

  it.each([
    [410, 'code-expired', 'This code has expired. Request a new one and enter it below.'],
    [422, 'code-invalid', 'The address and code don’t match. Check both, or request a new code.'],
    [429, 'tries-exhausted', 'Too many attempts. Please request a new code.'],
    [429, 'throttled', 'Too many attempts.'],
    [503, 'busy', 'The service is busy. Please try again in a moment.'],
    [500, 'internal', 'Something went wrong. Please check your connection and try again.'],
  ])('tells %d %s kindly, and offers another code where that helps', async (status, code, text) => {
    await stage.visit('/reset#code=00428137', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('New password').fill('eleven quiet harbours');
      stage.answer = { status, body: { code } };
      await press(page, 'Set new password');
      await page.getByText(text, { exact: true }).waitFor();
      expect(await told(page).count()).toBe(1);
      const offers = /^code-|^tries-/.test(code);
      expect(await page.getByRole('button', { name: 'Send another code' }).isVisible()).toBe(offers);
    });
  });

  it('counts down how long to wait, and stops when the wait is over or another try is made', async () => {
    await stage.visit('/reset#code=00428137', {}, async (page) => {
      await page.clock.install();
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('New password').fill('eleven quiet harbours');
      stage.answer = { status: 429, body: { code: 'throttled' }, retryAfter: 65 };
      await press(page, 'Set new password');
      await page.getByText('You can try again in 1:05.').waitFor();
      await page.clock.runFor(6_000);
      await page.getByText('You can try again in 0:59.').waitFor();
      await page.clock.runFor(60_000);
      await page.getByText('You can try again in').waitFor({ state: 'hidden' });

      stage.answer = { status: 503, body: { code: 'busy' }, retryAfter: 5 };
      await press(page, 'Set new password');
      await page.getByText('You can try again in 0:05.').waitFor();
      stage.answer = { status: 204 };
      await press(page, 'Set new password');
      await page.getByText('You can try again in').waitFor({ state: 'hidden' });
    });
  });

  it('shows what is wrong with a password as text, and lets it be changed', async () => {
    const errors = [{ pointer: '/newPassword', code: 'password-common', message: 'Is <b>everybody’s</b>' }];
    await stage.visit('/reset#code=00428137', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('New password').fill('password123');
      stage.answer = { status: 422, body: { code: 'validation-failed', errors } };
      await press(page, 'Set new password');
      await page.getByText('Is <b>everybody’s</b>').waitFor();
      stage.answer = { status: 204 };
      await page.keyboard.type('eleven quiet harbours');
      await page.keyboard.press('Enter');
      await page.getByText('Your password has been changed').waitFor();
    });
    expect(stage.calls).toHaveLength(2);
  });

  it('sends people on only where their application lists the address', async () => {
    for (const [asked, onward] of [
      [ONWARD, ONWARD],
      ['https://evil.example/', '/sign-in'],
    ] as const) {
      await stage.visit(`/reset?redirect=${encodeURIComponent(asked)}#code=00428137`, {}, async (page) => {
        await page.getByLabel('Email address').fill('ada@example.com');
        await page.getByLabel('New password').fill('eleven quiet harbours');
        stage.answer = { status: 204 };
        await press(page, 'Set new password');
        await page.getByText('Your password has been changed').waitFor();
        expect(await page.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe(onward);
      });
    }
  });
});

describe('the page that undoes a change of address', () => {
  it('undoes at the press of its button alone, and leads to a new password', async () => {
    const { complaints, strangers } = await stage.visit(
      `/email-undo?application=shop#token=${TOKEN}`,
      {},
      async (page) => {
        expect(page.url()).toBe(`${stage.origin}/email-undo?application=shop`);
        stage.answer = { status: 204 };
        await press(page, 'Undo the change');
        await page.getByText('Your previous address has been restored').waitFor();
        expect(await page.locator('form').isVisible()).toBe(false);
        const link = page.getByRole('link', { name: 'Choose a new password' });
        expect(await link.getAttribute('href')).toBe('/reset?application=shop');
        await link.click();
        await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
      },
    );
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(stage.calls).toEqual([{ path: '/v1/users/email-undo', application: 'shop', body: { token: TOKEN } }]);
  });

  it.each([
    [410, 'undo-over', 'This link was already used or has expired.', false],
    [
      409,
      'former-email-taken',
      'The previous address now belongs to another account, so the change cannot be undone.',
      true,
    ],
    [503, 'busy', 'The service is busy. Please try again in a moment.', true],
    [500, 'internal', 'Something went wrong. Please check your connection and try again.', true],
  ])('tells %d %s kindly', async (status, code, text, again) => {
    await stage.visit(`/email-undo#token=${TOKEN}`, {}, async (page) => {
      stage.answer = { status, body: { code } };
      await press(page, 'Undo the change');
      await page.getByText(text, { exact: true }).waitFor();
      expect(await told(page).count()).toBe(1);
      expect(await page.locator('form').isVisible()).toBe(again);
      expect(await page.getByRole('link', { name: 'Choose a new password' }).isVisible()).toBe(false);
    });
  });

  it.each(['', '#token=short', '#token=<script>', '#%E0%A4%A'])('has no button for %j', async (fragment) => {
    await stage.visit(`/email-undo${fragment}`, {}, async (page) => {
      await page.getByText('The link is incomplete').waitFor();
      expect(await page.locator('form').isVisible()).toBe(false);
    });
  });
});
