import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { CheckedImageReader } from '../../libs/applications/adapters/images/image-reader.js';
import { HOSTILE_SVGS } from '../support/hostile-svgs.js';
import { openBrowser } from '../support/open-browser.js';

/** Without the policy that the service sends with images: the sanitizer alone has to suffice. */
describe('hostile logos, in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;
  const images = new Map<string, Buffer>();

  beforeAll(async () => {
    for (const [at, hostile] of Object.values(HOSTILE_SVGS).entries()) {
      const read = await new CheckedImageReader().read(Buffer.from(hostile).toString('base64'));
      if (read.ok) images.set(`/${at}.svg`, Buffer.from(read.value.content));
    }
    server = createServer(({ url = '' }, response) => {
      const image = images.get(url);
      const tags = [...images.keys()].map((path) => `<img src="${path}" width="48" height="32">`).join('');
      if (image) response.setHeader('Content-Type', 'image/svg+xml').end(image);
      else response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>logos</title>${tags}`);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it('run nothing and ask nobody, opened by themselves, and each of them is an image', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const strangers: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) strangers.push(request.url());
    });
    for (const path of images.keys()) {
      await page.goto(`${origin}${path}`);
      // Clicks and hovering start nothing either.
      await page.mouse.move(24, 16);
      await page.mouse.click(24, 16);
      expect([path, page.url(), await page.title()]).toEqual([
        path,
        `${origin}${path}`,
        expect.not.stringMatching(/^ran$/),
      ]);
      expect([path, await page.evaluate('document.documentElement.localName')]).toEqual([path, 'svg']);
      expect([path, await page.locator('parsererror').count()]).toEqual([path, 0]);
    }
    await page.goto(`${origin}/`);
    await page.waitForLoadState('load');
    expect(await page.evaluate('[...document.images].filter((image) => image.naturalWidth === 0).length')).toBe(0);
    await context.close();
    expect(strangers).toEqual([]);
    expect(images.size).toBeGreaterThan(Object.keys(HOSTILE_SVGS).length - 4);
  });
});
