import 'reflect-metadata';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser } from 'playwright-core';
import { documentedOperations } from '../../apps/api/operations.js';
import { problemPagesRouter } from '../../apps/api/problem-pages/problem-pages-router.js';
import { openBrowser } from '../support/open-browser.js';

const PATHS = [
  '/problems',
  '/problems/code-invalid',
  '/problems/phone-country-refused',
  '/problems/origin-not-allowed',
];

describe('the pages about problems, in Chromium', () => {
  let browser: Browser;
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = express().use('/auth', problemPagesRouter(documentedOperations(), '/auth')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://gatehouse.example:${(server.address() as AddressInfo).port}/auth`;
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  describe.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('at %d pixels, %s', (width, colorScheme) => {
    it.each(['en', 'ar'])('fit, load their style and complain of nothing, in %s', async (locale) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, locale });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (line) => complaints.push(line.text()));
      page.on('pageerror', ({ message }) => complaints.push(message));
      for (const path of PATHS) {
        await page.goto(`${origin}${path}`);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.evaluate<string>('getComputedStyle(document.querySelector("main")).borderRadius')).toBe(
          '16px',
        );
      }
      await context.close();
      expect(complaints).toEqual([]);
    });
  });

  it('lead from one to the other', async () => {
    const page = await browser.newPage();
    await page.goto(`${origin}/problems`);
    await page.getByRole('link', { name: 'code-expired' }).click();
    await page.getByRole('heading', { name: 'What to do' }).waitFor();
    await page.getByRole('link', { name: 'All problems' }).click();
    await page.waitForURL('**/auth/problems');
    await page.close();
  });
});
