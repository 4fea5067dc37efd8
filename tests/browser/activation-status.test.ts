import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { ApiHarness, somebody } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { openBrowser } from '../support/open-browser.js';

/** What a product's page does: a sign-up for its application, then the statusUrl of the answer, as it stands. */
const SIGN_UP = `async ({ api, person }) => {
  const answer = await fetch(new URL('/v1/users', api), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Gatehouse-Application': 'shop' },
    body: JSON.stringify(person),
  });
  return await answer.json();
}`;
const FOLLOW = `(statusUrl) => {
  window.seen = [];
  window.source = new EventSource(statusUrl);
  source.addEventListener('status', ({ data }) => seen.push(JSON.parse(data).delivery));
  source.onerror = () => seen.push(source.readyState === EventSource.CLOSED ? 'refused' : 'reconnecting');
}`;
const FETCH = `(statusUrl) => fetch(statusUrl).then((answer) => answer.json(), () => 'kept from the page')`;
const run = (page: Page, script: string, argument: unknown) =>
  page.evaluate(`(${script})(${JSON.stringify(argument)})`);

describe('the statusUrl of an application’s sign-up, in Chromium', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let browser: Browser;
  let servers: Server[];
  let shop: string;
  let other: string;

  const openSite = async (): Promise<Server> => {
    const site = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    return site;
  };

  beforeAll(async () => {
    servers = [await openSite(), await openSite()];
    [shop = '', other = ''] = servers.map((site) => `http://localhost:${(site.address() as AddressInfo).port}`);
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name, allowed_origins) values ('shop', 'Shop', ${[shop]})`;
    api = await ApiHarness.open(db);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    for (const site of servers) {
      site.closeAllConnections();
      site.close();
    }
    await api.close();
    await db.drop();
  });

  it('is followed by EventSource and read by fetch, by pages of the application alone', async () => {
    const page = await browser.newPage();
    await page.goto(shop);
    const person = somebody();
    const signedUp = (await run(page, SIGN_UP, { api: api.url, person })) as {
      id: string;
      activation: { statusUrl: string };
    };
    const statusUrl = new URL(signedUp.activation.statusUrl, api.url).href;
    expect(await run(page, FETCH, statusUrl)).toMatchObject({ delivery: 'queued' });
    await run(page, FOLLOW, statusUrl);
    await page.waitForFunction(`seen.includes('queued')`);
    await api.deliver(signedUp.id, 'shop');
    await page.waitForFunction(`seen.includes('sent')`);
    expect(await run(page, FETCH, statusUrl)).toMatchObject({ delivery: 'sent' });

    const stranger = await browser.newPage();
    await stranger.goto(other);
    expect(await run(stranger, FETCH, statusUrl)).toBe('kept from the page');
    await run(stranger, FOLLOW, statusUrl);
    await stranger.waitForFunction(`seen.includes('refused')`);
    expect(await stranger.evaluate('seen')).toEqual(['refused']);
  });

  it('ends for good once there is no more news: the browser comes back once, and is told so', async () => {
    const page = await browser.newPage();
    await page.goto(shop);
    const signedUp = (await run(page, SIGN_UP, { api: api.url, person: somebody() })) as {
      id: string;
      activation: { statusUrl: string };
    };
    await run(page, FOLLOW, new URL(signedUp.activation.statusUrl, api.url).href);
    await page.waitForFunction(`seen.includes('queued')`);
    await api.deliver(signedUp.id, 'shop');
    await page.waitForFunction('source.readyState === EventSource.CLOSED');
    expect(((await page.evaluate('seen')) as string[]).filter((delivery) => delivery === 'sent')).toHaveLength(1);
  });
});
