import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from '@gatehouse/applications/contract';
import express from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ServedElements } from '../../apps/api/elements/served-elements.js';
import { hostedPagesRouter } from '../../apps/api/hosted-pages/hosted-pages-router.js';
import { knowing } from './known-application.js';
import { BrowserTabs, openBrowser } from './open-browser.js';
import { theShop } from './the-shop.js';

export interface Call {
  readonly path: string;
  readonly application: string | undefined;
  readonly body: unknown;
}

/** The hosted pages in a browser, before an API that answers what a test says. */
export class PageStage {
  /** What the API was asked to do. */
  readonly calls: Call[] = [];
  /** Everything else that was asked of the server. */
  readonly gets: string[] = [];
  answer: { readonly status: number; readonly body?: object; readonly retryAfter?: number } = { status: 200 };
  origin = '';
  #browser: Browser | undefined;
  #tabs: BrowserTabs | undefined;
  #server: Server | undefined;

  /** @param basePath what a proxy in front would take off */
  constructor(
    private readonly changes: Partial<Application>,
    private readonly basePath = '',
  ) {}

  async open(): Promise<void> {
    const app = express().disable('x-powered-by');
    app.use((request, _response, next) => {
      if (request.method !== 'POST') this.gets.push(`${request.method} ${request.url}`);
      next();
    });
    const queries = knowing((slug) => ({ ...theShop, ...this.changes, slug }));
    const { basePath } = this;
    const elements = new ServedElements(basePath, '');
    app.use(basePath || '/', elements.router, hostedPagesRouter(queries, elements, basePath));
    app.post(`${basePath}/v1/*path`, express.json(), ({ path, headers, body }, response) => {
      this.calls.push({ path, application: String(headers['gatehouse-application']), body });
      const { status, body: answered = {}, retryAfter } = this.answer;
      if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
      response.status(status).type(status < 400 ? 'json' : 'application/problem+json');
      response.send(JSON.stringify(status < 400 ? answered : { status, title: '', ...answered }));
    });
    this.#server = app.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.origin = `http://gatehouse.example:${(this.#server.address() as AddressInfo).port}`;
    this.#browser = await openBrowser();
    this.#tabs = new BrowserTabs(this.#browser);
  }

  reset(): void {
    this.calls.length = 0;
    this.gets.length = 0;
    this.answer = { status: 200 };
  }

  /** Opens a link, shows the page to `look`, and answers what the browser complained of and whom else it asked. */
  async visit(address: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
    if (!this.#tabs) throw new Error('The stage is not open yet');
    const complaints: string[] = [];
    const strangers: string[] = [];
    await this.#tabs.visit({ viewport: { width: 1024, height: 800 }, ...options }, async (page) => {
      page.on('console', (line) => {
        // A refusal is told as a failed resource; that is the API's to decide.
        const isRefusal = /status of [45]\d\d/.test(line.text());
        if (['error', 'warning'].includes(line.type()) && !isRefusal) complaints.push(line.text());
      });
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('request', (request) => {
        if (new URL(request.url()).origin !== this.origin) strangers.push(request.url());
      });
      await page.goto(`${this.origin}${address}`);
      await look(page);
    });
    return { complaints, strangers };
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}
