import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { RefreshCookie } from '../../libs/access/adapters/edge/refresh-cookie.js';
import { openBrowser } from '../support/open-browser.js';

describe('the cookie of a browser’s session, in Chromium over plain HTTP', () => {
  let browser: Browser;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const secure = new RefreshCookie(true).set('default', 'secure', 60);
    const plain = new RefreshCookie(false).set('default', 'plain', 60);
    server = createServer((request, response) => {
      if (request.url === '/start') response.setHeader('Set-Cookie', [secure, plain]);
      response.setHeader('Content-Type', 'text/html').end(request.headers.cookie ?? '');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  async function kept(host: string): Promise<{ sent: string; seenByScripts: string }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://${host}:${port}/start`);
    const seenByScripts = await page.evaluate<string>('document.cookie');
    await page.goto(`http://${host}:${port}/`);
    const sent = (await page.textContent('body')) ?? '';
    await context.close();
    return { sent, seenByScripts };
  }

  it.each(['localhost', '127.0.0.1'])(
    'is kept at %s, with its prefix and without, and no script reads it',
    async (host) => {
      const { sent, seenByScripts } = await kept(host);
      expect(seenByScripts).toBe('');
      expect(sent.split('; ').toSorted()).toEqual(['__Host-gatehouse-refresh=secure', 'gatehouse-refresh=plain']);
    },
  );

  it('is kept elsewhere only without its prefix', async () => {
    expect((await kept('gatehouse.example')).sent).toBe('gatehouse-refresh=plain');
  });
});
