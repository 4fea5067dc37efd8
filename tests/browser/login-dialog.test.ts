import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basicChallenge } from '@gatehouse/platform/edge';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/open-browser.js';

/** At loopback Chromium says what a request is for, elsewhere without TLS it does not. */
const HOSTS = ['127.0.0.1', 'gatehouse.example'];

const CALLS: Readonly<Record<string, string>> = {
  'fetch with a JSON body': `fetch('/call', { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: 'Basic YTpi' }, body: '{}' })`,
  'fetch with the credentials of the site': `fetch('/call', { method: 'POST', credentials: 'include', headers: { Authorization: 'Basic YTpi' } })`,
  'fetch without credentials': `fetch('/call', { method: 'POST', credentials: 'omit' })`,
  'XMLHttpRequest with a user and a password': `new Promise((resolve) => {
    const call = new XMLHttpRequest();
    call.open('POST', '/call', true, 'ada', 'wrong');
    call.setRequestHeader('Content-Type', 'application/json');
    call.onloadend = () => resolve(call);
    call.send('{}');
  })`,
  'a GET that says X-Requested-With': `fetch('/call', { headers: { 'X-Requested-With': 'XMLHttpRequest' } })`,
};

describe('the browser’s login dialog', () => {
  let browser: Browser;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const challenge = request.url === '/always' ? { 'WWW-Authenticate': 'Basic realm="x"' } : basicChallenge(request);
      if (request.url === '/') response.setHeader('Content-Type', 'text/html').end('<!doctype html>');
      else response.writeHead(401, challenge).end();
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

  /** The status that the page got, and how often Chromium wanted to ask the person. */
  async function callFrom(host: string, script: string): Promise<{ status: number; dialogs: number }> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://${host}:${port}/`);
    let dialogs = 0;
    const devTools = await context.newCDPSession(page);
    // What the browser asks for by itself, such as an icon, may still be held when the page is closed.
    const gone = () => undefined;
    devTools.on('Fetch.requestPaused', ({ requestId }) => {
      devTools.send('Fetch.continueRequest', { requestId }).catch(gone);
    });
    devTools.on('Fetch.authRequired', ({ requestId }) => {
      dialogs += 1;
      const authChallengeResponse = { response: 'CancelAuth' } as const;
      devTools.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }).catch(gone);
    });
    await devTools.send('Fetch.enable', { handleAuthRequests: true });
    const status = await page.evaluate<number>(`(${script}).then(({ status }) => status)`);
    await context.close();
    return { status, dialogs };
  }

  describe.each(HOSTS)('at %s', (host) => {
    it.each(Object.entries(CALLS))('stays closed for %s', async (_what, script) => {
      expect(await callFrom(host, script)).toEqual({ status: 401, dialogs: 0 });
    });

    it('would open for the same call if the challenge were always Basic', async () => {
      const script = CALLS['fetch with a JSON body']?.replace('/call', '/always') ?? '';
      expect(await callFrom(host, script)).toEqual({ status: 401, dialogs: 1 });
    });
  });
});
