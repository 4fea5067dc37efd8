import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pagesRouter } from '../../apps/api/docs-page/pages-router.js';
import { documentedOperations } from '../../apps/api/operations.js';
import { openBrowser } from '../support/open-browser.js';

let browser: Browser;
let server: Server;
let origin: string;
const posted: string[] = [];

beforeAll(async () => {
  const app = express().use(pagesRouter(documentedOperations()));
  app.post('/v1/users', express.text({ type: 'application/json' }), (request, response) => {
    posted.push(request.body);
    response.status(201).json({ made: true });
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://gatehouse.example:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

/** Shows the page to `look`, and answers what the browser complained of and whom else it asked. */
async function visit(options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (line) => ['error', 'warning'].includes(line.type()) && complaints.push(line.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    if (!/^data:/.test(request.url()) && new URL(request.url()).origin !== origin) strangers.push(request.url());
  });
  await page.goto(`${origin}/docs`);
  await page.locator('#operations-Registration-registerUser').waitFor();
  await look(page);
  await context.close();
  return { complaints, strangers };
}

const signUp = (page: Page) => page.locator('#operations-Registration-registerUser');
const background = (page: Page) => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');

describe('the reference in a browser', () => {
  it('runs under its policy and asks nobody else, while operations are opened and tried', async () => {
    const { complaints, strangers } = await visit({}, async (page) => {
      await signUp(page).locator('.opblock-summary-control').click();
      await signUp(page).locator('.try-out__btn').click();
      await signUp(page).locator('.execute').click();
      await signUp(page).locator('.live-responses-table', { hasText: '201' }).waitFor();
      await page.locator('.btn.authorize').click();
      await page.locator('.modal-ux', { hasText: 'Available authorizations' }).waitFor();
    });
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(posted.map((body) => JSON.parse(body))).toMatchObject([{ email: 'ada@example.com' }]);
  });

  it('says that it is being loaded, and when that has failed', async () => {
    const page = await browser.newPage();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route('**/openapi.json', async (route) => {
      await held;
      await route.fulfill({ status: 503 });
    });
    await page.goto(`${origin}/docs`);
    const notice = page.getByRole('status');
    expect(await notice.textContent()).toBe('The reference is being loaded …');
    release();
    await page.getByText('could not be loaded: The document was answered with 503. Reload').waitFor();
    await page.unrouteAll();
    await page.reload();
    await signUp(page).waitFor();
    expect(await notice.filter({ hasText: 'reference' }).count()).toBe(0);
    await page.close();
  });

  it('is light or dark as the person likes it, and changes at a click', async () => {
    await visit({ colorScheme: 'dark' }, async (page) => {
      expect(await background(page)).toBe('rgb(28, 32, 34)');
      await page.getByRole('button', { name: 'Light' }).click();
      expect(await background(page)).toBe('rgb(255, 255, 255)');
    });
  });

  it('fits a narrow screen', async () => {
    await visit({ viewport: { width: 360, height: 700 } }, async (page) => {
      await signUp(page).locator('.opblock-summary-control').click();
      await signUp(page).locator('.responses-table').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    });
  });
});
