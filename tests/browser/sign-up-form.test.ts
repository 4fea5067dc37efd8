import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import express, { type Response } from 'express';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/open-browser.js';

const EXAMPLE = path.resolve(import.meta.dirname, '../../docs/examples/react-form/sign-up-form.tsx');
const PAGE =
  '<!doctype html><html lang="en"><title>Sign up</title><div id="root"></div><script type="module" src="/form.js"></script>';

/** As a frontend's own build makes it. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createElement } from 'react';
        import { createRoot } from 'react-dom/client';
        import { SignUpForm } from ${JSON.stringify(EXAMPLE)};
        createRoot(document.getElementById('root')).render(createElement(SignUpForm));`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}

describe('the example form, in Chromium', () => {
  const asked: { path: string; body: unknown; authorization: string | undefined }[] = [];
  const streams: Response[] = [];
  let answer: { status: number; body: object; retryAfter?: number } = { status: 200, body: {} };
  let browser: Browser;
  let server: Server;
  let page: Page;

  /** The service tells the open page of its message. */
  const tell = (delivery: string, life: object = { sentAt: null, expiresAt: null }) => {
    const news = { delivery, phone: null, serverTime: '2026-05-01T12:00:01.000Z', ...life };
    streams.at(-1)?.write(`event: status\nid: ${delivery}\ndata: ${JSON.stringify(news)}\n\n`);
  };
  const sent = { sentAt: '2026-05-01T12:00:00.000Z', expiresAt: '2026-05-01T12:01:00.000Z' };
  const fill = async (fields: Record<string, string>) => {
    for (const [name, value] of Object.entries(fields)) await page.getByLabel(name).fill(value);
  };
  const press = (name: string) => page.getByRole('button', { name }).click();
  const problem = (status: number, code: string, more: object = {}) => ({
    status,
    body: { type: `/problems/${code}`, title: code, status, code, requestId: 'r-1', ...more },
  });

  beforeAll(async () => {
    const script = await bundle();
    const app = express();
    app.get('/', (_request, response) => response.send(PAGE));
    app.get('/form.js', (_request, response) => response.type('js').send(script));
    app.get('/v1/users/u-1/activation', (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      streams.push(response);
      tell('queued');
    });
    app.post('/v1/*path', express.json(), ({ path: at, body, headers }, response) => {
      asked.push({ path: at, body, authorization: headers.authorization });
      response.status(answer.status).type(answer.status < 400 ? 'json' : 'application/problem+json');
      if (answer.retryAfter !== undefined) response.set('Retry-After', String(answer.retryAfter));
      response.send(JSON.stringify(answer.body));
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await openBrowser();
    page = await browser.newPage({ locale: 'fr-CA' });
    await page.clock.install();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  it('shows what is wrong field by field, and keeps the address', async () => {
    const errors = [{ pointer: '/password', code: 'password-common', message: 'Too <b>common</b>.' }];
    answer = problem(422, 'validation-failed', { errors });
    await fill({ email: 'ada@example.com', password: 'password123' });
    await press('Sign up');
    await page.getByText('Too <b>common</b>.').waitFor();
    expect(await page.getByLabel('email').inputValue()).toBe('ada@example.com');
  });

  it('signs up, and tells where the mail is and how long its code is good', async () => {
    answer = { status: 201, body: { id: 'u-1' } };
    await fill({ password: 'nine seven läntérns 🔑' });
    await press('Sign up');
    await page.getByText('on its way').waitFor();
    tell('sent', sent);
    await page.getByText(/in your mailbox, good for 5\d s\./).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('sends another code, and follows that one', async () => {
    answer = { status: 202, body: {} };
    await press('Send another code');
    await page.getByText('on its way').waitFor();
    expect(streams).toHaveLength(2);
    tell('failed');
    await page.getByText('could not be sent').waitFor();
  });

  it('counts down the wait that the service asks for, and lets the code be typed meanwhile', async () => {
    answer = { ...problem(429, 'throttled', { title: 'Too many requests' }), retryAfter: 30 };
    await press('Send another code');
    await page.getByText('Too many requests').waitFor();
    const another = page.getByRole('button', { name: 'Send another code' });
    const timer = page.getByRole('timer');
    await timer.waitFor();
    expect(await another.isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Activate' }).isEnabled()).toBe(true);
    const seen: number[] = [];
    while ((await timer.count()) > 0) {
      const words = await timer.textContent({ timeout: 1_000 }).catch(() => null);
      seen.push(Number(/^You can try again in (\d+) s\.$/.exec(words ?? '')?.[1] ?? 0));
      await page.clock.runFor(1_000);
    }
    expect(seen[0]).toBeGreaterThan(5);
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    expect(new Set(seen).size).toBeGreaterThan(3);
    expect(await another.isEnabled()).toBe(true);
  });

  it('tells of a wrong code, and activates with the right one and the password', async () => {
    answer = problem(422, 'code-invalid', { title: 'This code is not right' });
    await fill({ code: '0000' });
    await press('Activate');
    await page.getByText('This code is not right', { exact: true }).waitFor();
    answer = { status: 200, body: { email: 'ada@example.com' } };
    await fill({ code: '0417' });
    await page.keyboard.press('Enter');
    await page.getByText('Welcome, ada@example.com.').waitFor();
    const { path: at, body, authorization = '' } = asked.at(-1) ?? { path: '', body: null };
    expect([at, body]).toEqual(['/v1/users/activation', { code: '0417' }]);
    const proof = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
    expect(proof).toBe('ada@example.com:nine seven läntérns 🔑');
  });
});
