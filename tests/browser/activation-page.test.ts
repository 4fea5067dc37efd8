import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ServedElements } from '../../apps/api/elements/served-elements.js';
import { hostedPagesRouter } from '../../apps/api/hosted-pages/hosted-pages-router.js';
import { knowing } from '../support/known-application.js';
import { BrowserTabs, openBrowser } from '../support/open-browser.js';
import { theShop } from '../support/the-shop.js';

const LINK = '#user=01a1fd8e-eb10-75a1-8d47-61bb163bd468&code=0417';
const ONWARD = 'http://gatehouse.example/welcome';
const shop = { ...theShop, redirectTargets: [ONWARD] };

interface Call {
  readonly path: string;
  readonly application: string | undefined;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

let browser: Browser;
let tabs: BrowserTabs;
let server: Server;
let origin: string;
/** What the API was asked to do, and what it answers next. */
const calls: Call[] = [];
/** Everything else that was asked of the server. */
const gets: string[] = [];
let answer: { readonly status: number; readonly code?: string; readonly body?: object };

beforeAll(async () => {
  const app = express().disable('x-powered-by');
  app.use((request, _response, next) => {
    if (request.method !== 'POST') gets.push(`${request.method} ${request.url}`);
    next();
  });
  const elements = new ServedElements('', '');
  app.use(
    elements.router,
    hostedPagesRouter(
      knowing((slug) => ({ ...shop, slug })),
      elements,
    ),
  );
  app.post('/v1/*path', express.json(), ({ path, headers, body }, response) => {
    const application = headers['gatehouse-application'];
    calls.push({ path, application: String(application), authorization: headers.authorization, body });
    if (answer.status === 401) response.set('WWW-Authenticate', 'Basic realm="Gatehouse", charset="UTF-8"');
    const { status, code, body: answered = code === undefined ? {} : { code, status, title: code } } = answer;
    response
      .status(status)
      .type(status < 400 ? 'json' : 'application/problem+json')
      .send(JSON.stringify(answered));
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://gatehouse.example:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
  tabs = new BrowserTabs(browser);
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  calls.length = 0;
  gets.length = 0;
  answer = { status: 200 };
});

/** Opens a link, shows the page to `look`, and answers what the browser complained of and whom else it asked. */
async function visit(address: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
  const complaints: string[] = [];
  const strangers: string[] = [];
  await tabs.visit({ viewport: { width: 1024, height: 800 }, ...options }, async (page) => {
    page.on('console', (line) => {
      // A refusal is told as a failed resource; that is the API's to decide.
      if (['error', 'warning'].includes(line.type()) && !/status of 4\d\d/.test(line.text()))
        complaints.push(line.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) strangers.push(request.url());
    });
    await page.goto(`${origin}${address}`);
    await look(page);
  });
  return { complaints, strangers };
}

const fill = async (page: Page) => {
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('Password').fill('neun sieben Laternen €');
};
const activate = (page: Page) => page.getByRole('button', { name: 'Activate' }).click();
const told = (page: Page) => page.locator('[data-outcome]:visible');

describe('the activation page, as scanners and previews open it', () => {
  it('does nothing by itself, with scripts and without', async () => {
    for (const javaScriptEnabled of [true, false]) {
      await visit(`/activate${LINK}`, { javaScriptEnabled }, async (page) => {
        await page.waitForLoadState('networkidle');
      });
    }
    expect(calls).toEqual([]);
  });

  it('does nothing when every link and button is pressed before anything is typed', async () => {
    await visit(`/activate?redirect=${encodeURIComponent(ONWARD)}${LINK}`, {}, async (page) => {
      await activate(page);
      for (const button of await page.locator('a, button').all()) {
        await button.evaluate('(element) => element.click()').catch(() => undefined);
      }
      await page.waitForLoadState('networkidle');
    });
    expect(calls).toEqual([]);
  });

  it('without scripts says what to do instead, and has no form to send', async () => {
    await visit(`/activate${LINK}`, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('noscript p').isVisible()).toBe(true);
      expect(await page.locator('form').isVisible()).toBe(false);
    });
  });
});

describe('the activation page', () => {
  it('runs under its policy, asks nobody else, and keeps the code out of address and history', async () => {
    const { complaints, strangers } = await visit(`/activate?application=shop${LINK}`, {}, async (page) => {
      await page.getByRole('button', { name: 'Activate' }).waitFor();
      expect(page.url()).toBe(`${origin}/activate?application=shop`);
      await fill(page);
      await activate(page);
      await page.getByText('Your account is active').waitFor();
      await page.reload();
      expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe('');
    });
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(gets.join()).not.toMatch(/0417|01a1fd8e/);
    const credentials = Buffer.from('ada@example.com:neun sieben Laternen €').toString('base64');
    expect(calls).toEqual([
      {
        path: '/v1/users/activation',
        application: 'shop',
        authorization: `Basic ${credentials}`,
        body: { code: '0417' },
      },
    ]);
  });

  it.each([
    [401, 'credentials-invalid', 'Wrong email address or password. Please check both.'],
    [403, 'account-suspended', 'This account is suspended.'],
    [409, 'already-active', 'This account is already active. You can sign in.'],
    [422, 'code-invalid', 'Wrong code. Enter it again, or request a new one.'],
    [429, 'tries-exhausted', 'Too many attempts. Please request a new code. It will be longer.'],
    [429, 'throttled', 'Too many attempts.'],
    [503, 'busy', 'The service is busy. Please try again in a moment.'],
    [500, 'internal', 'Something went wrong. Please check your connection and try again.'],
  ])('tells %d %s kindly', async (status, code, text) => {
    answer = { status, code };
    await visit(`/activate${LINK}`, {}, async (page) => {
      await fill(page);
      await activate(page);
      await page.getByText(text, { exact: true }).waitFor();
      expect(await told(page).count()).toBe(1);
    });
  });

  it('offers another code when this one has expired, and takes it', async () => {
    await visit(`/activate${LINK}`, {}, async (page) => {
      expect(await page.getByRole('button', { name: 'Send another code' }).isVisible()).toBe(false);
      answer = { status: 410, code: 'code-expired' };
      await fill(page);
      await activate(page);
      await page.getByText('This code has expired.').waitFor();
      answer = { status: 202 };
      await page.getByRole('button', { name: 'Send another code' }).click();
      await page.getByText('another one is on its way').waitFor();
      answer = { status: 200 };
      await page.keyboard.type('8251');
      await page.keyboard.press('Enter');
      await page.getByText('Your account is active').waitFor();
    });
    expect(calls.map(({ path, body }) => ({ path, body }))).toEqual([
      { path: '/v1/users/activation', body: { code: '0417' } },
      { path: '/v1/users/activation/code', body: { email: 'ada@example.com' } },
      { path: '/v1/users/activation', body: { code: '8251' } },
    ]);
  });

  describe('where the phone is to be proven as well', () => {
    const half = (missing: 'email' | 'phone') => ({ status: 200, body: { state: 'pending', missing: [missing] } });
    const paths = () => calls.map(({ path, body }) => ({ path, body }));

    it('asks for the code of the SMS, and activates with it', async () => {
      await visit(`/activate?redirect=${encodeURIComponent(ONWARD)}${LINK}`, {}, async (page) => {
        await fill(page);
        answer = half('phone');
        await activate(page);
        await page.getByText('Now enter the code from the text message').waitFor();
        expect(await told(page).count()).toBe(1);
        expect(await page.getByText('The digits from the text message.').isVisible()).toBe(true);
        expect(await page.getByText('The digits from the email.').isVisible()).toBe(false);
        expect(await page.getByLabel('Password').isVisible()).toBe(false);
        expect(await page.getByRole('link', { name: 'Continue' }).isVisible()).toBe(false);
        answer = { status: 200, body: { state: 'active', missing: [] } };
        await page.keyboard.type('004217');
        await page.keyboard.press('Enter');
        await page.getByText('Your account is active').waitFor();
        expect(await page.getByRole('link', { name: 'Continue' }).isVisible()).toBe(true);
      });
      expect(paths()).toEqual([
        { path: '/v1/users/activation', body: { code: '0417' } },
        { path: '/v1/users/activation/phone', body: { code: '004217' } },
      ]);
      expect(calls[1]?.authorization).toBe(calls[0]?.authorization);
      expect(calls[1]?.authorization).toMatch(/^Basic /);
    });

    it('has another SMS sent, and takes its code', async () => {
      await visit(`/activate${LINK}`, {}, async (page) => {
        await fill(page);
        answer = half('phone');
        await activate(page);
        await page.getByText('Now enter the code from the text message').waitFor();
        answer = { status: 422, code: 'code-invalid' };
        await page.keyboard.type('111111');
        await page.keyboard.press('Enter');
        await page.getByText('Wrong code.').waitFor();
        answer = { status: 429, code: 'tries-exhausted' };
        await page.getByLabel('Code', { exact: true }).fill('222222');
        await activate(page);
        await page.getByText('Please request another text message.').waitFor();
        answer = { status: 202 };
        await page.getByRole('button', { name: 'Send another text message' }).click();
        await page.getByText('Another text message is on its way.').waitFor();
        answer = { status: 200 };
        await page.keyboard.type('333333');
        await page.keyboard.press('Enter');
        await page.getByText('Your account is active').waitFor();
      });
      expect(paths().slice(3)).toEqual([
        { path: '/v1/users/activation/phone/code', body: undefined },
        { path: '/v1/users/activation/phone', body: { code: '333333' } },
      ]);
    });

    it('goes on with the SMS when the mailbox was proven before, elsewhere', async () => {
      await visit(`/activate${LINK}`, {}, async (page) => {
        await fill(page);
        answer = { status: 409, code: 'email-already-verified' };
        await activate(page);
        await page.getByText('Now enter the code from the text message').waitFor();
        answer = half('email');
        await page.keyboard.type('004217');
        await page.keyboard.press('Enter');
        await page.getByText('Now enter the code from the email.').waitFor();
        expect(await page.getByText('The digits from the email.').isVisible()).toBe(true);
      });
    });

    it.each(['en', 'de', 'fr', 'es', 'ar', 'ja'])('fits a narrow screen in %s', async (locale) => {
      await visit(`/activate${LINK}`, { locale, viewport: { width: 320, height: 640 } }, async (page) => {
        await page.locator('[name=email]').fill('ada@example.com');
        await page.locator('[name=password]').fill('nine seven lanterns');
        answer = half('phone');
        await page.locator('[type=submit]').click();
        await page.locator('[data-outcome="phone-next"]').waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      });
    });
  });

  it('tells that nobody answers', async () => {
    await visit(`/activate${LINK}`, {}, async (page) => {
      await fill(page);
      await page.context().setOffline(true);
      await activate(page);
      await page.getByText('You are offline.').waitFor();
      expect(await page.getByLabel('Password').inputValue()).toBe('neun sieben Laternen €');
    });
  });

  it.each([
    ['no fragment', ''],
    ['a code that is none', '#user=1&code=<script>'],
    ['a code of one digit', '#code=1'],
    ['rubbish', '#%E0%A4%A'],
  ])('asks for the code where the link carries %s', async (_name, fragment) => {
    await visit(`/activate${fragment}`, {}, async (page) => {
      await page.getByLabel('Code', { exact: true }).fill('0417');
      await fill(page);
      await activate(page);
      await page.getByText('Your account is active').waitFor();
    });
  });

  it('sends people on only where their application lists the address, and to their account otherwise', async () => {
    for (const [asked, expected] of [
      [ONWARD, ONWARD],
      [`${ONWARD}/`, '/account'],
      ['https://evil.example/', '/account'],
    ] as const) {
      await visit(`/activate?redirect=${encodeURIComponent(asked)}${LINK}`, {}, async (page) => {
        await fill(page);
        await activate(page);
        await page.getByText('Your account is active').waitFor();
        expect(await page.getByRole('link', { name: 'Continue' }).getAttribute('href')).toBe(expected);
      });
    }
  });

  it.each([
    ['fr-CA', 'fr', 'ltr', 'Activez votre compte'],
    ['de', 'de', 'ltr', 'Konto aktivieren'],
    ['es-MX', 'es', 'ltr', 'Active su cuenta'],
    ['ar', 'ar', 'rtl', 'تفعيل حسابك'],
    ['ja-JP', 'ja', 'ltr', 'アカウントを有効にする'],
    ['pl', 'en', 'ltr', 'Activate your account'],
  ])('speaks to a browser of %s in %s', async (locale, language, direction, heading) => {
    await visit(`/activate${LINK}`, { locale }, async (page) => {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('html').getAttribute('dir')).toBe(direction);
    });
  });

  it('can be used with the keyboard alone, and names what it asks for', async () => {
    await visit('/activate', {}, async (page) => {
      await page.getByLabel('Code', { exact: true }).waitFor();
      for (const name of ['Email address', 'Password', 'Show', 'Code']) {
        await page.keyboard.press('Tab');
        const said = '(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()';
        expect(await page.evaluate<string>(said)).toBe(name);
      }
    });
  });

  it('is light or dark as the person likes it', async () => {
    const backgrounds: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await visit('/activate', { colorScheme }, async (page) => {
        backgrounds.push(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor'));
      });
    }
    expect(backgrounds).toEqual(['rgb(241, 243, 246)', 'rgb(18, 22, 26)']);
  });

  it.each(['en', 'de', 'ar', 'ja'])('fits a narrow screen in %s', async (locale) => {
    await visit('/activate', { locale, viewport: { width: 320, height: 640 } }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    });
  });
});
