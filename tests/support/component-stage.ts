import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from '@gatehouse/applications/contract';
import type { SignUpRules } from '@gatehouse/registration/contract';
import express, { type Request, type Response } from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ServedElements } from '../../apps/api/elements/served-elements.js';
import { hostedPagesRouter } from '../../apps/api/hosted-pages/hosted-pages-router.js';
import { problemPagesRouter } from '../../apps/api/problem-pages/problem-pages-router.js';
import { knowing } from './known-application.js';
import { BrowserTabs, openBrowser } from './open-browser.js';
import { theShop } from './the-shop.js';

export interface FakeAnswer {
  readonly status?: number;
  readonly body?: object;
  /** Seconds. */
  readonly retryAfter?: number;
  /** News of the messages that activate somebody, as the service streams them. */
  readonly news?: object;
}

/** What the API answers, by method and path: `POST /v1/users`. */
export type FakeApi = Readonly<Record<string, FakeAnswer>>;

export interface RecordedCall {
  readonly call: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
  readonly language: string | undefined;
}

export const problem = (status: number, code: string, more: object = {}): FakeAnswer => ({
  status,
  body: { status, code, title: code, ...more },
});

/** The hosted pages and components in a browser, before an API that answers what a test says at the network. */
export class ComponentStage {
  api: FakeApi = {};
  readonly calls: RecordedCall[] = [];
  origin = '';
  #browser: Browser | undefined;
  #tabs: BrowserTabs | undefined;
  #server: Server | undefined;

  constructor(
    private readonly application: Partial<Application> = {},
    private readonly rules: Partial<SignUpRules> | ((slug: string) => Partial<SignUpRules>) = {},
    /** Pages of somebody else, by their paths. */
    private readonly hosts: Readonly<Record<string, string>> = {},
  ) {}

  async open(): Promise<void> {
    const app = express().disable('x-powered-by');
    const elements = new ServedElements('', '');
    const queries = knowing((slug) => ({ ...theShop, ...this.application, slug }), this.rules);
    for (const [path, html] of Object.entries(this.hosts)) app.get(path, (_request, response) => response.send(html));
    app.use(elements.router, problemPagesRouter([]), hostedPagesRouter(queries, elements));
    app.all('/v1/*path', express.json(), (request, response) => this.#answer(request, response));
    this.#server = app.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.origin = `http://gatehouse.example:${(this.#server.address() as AddressInfo).port}`;
    this.#browser = await openBrowser();
    this.#tabs = new BrowserTabs(this.#browser);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  /** Shows a page to `look`, and answers what the browser complained of and whom else it asked. */
  async visit(path: string, options: BrowserContextOptions, look: (page: Page) => Promise<void>) {
    if (!this.#tabs) throw new Error('The stage is not open yet');
    this.calls.length = 0;
    const complaints: string[] = [];
    const strangers: string[] = [];
    await this.#tabs.visit({ viewport: { width: 1280, height: 900 }, locale: 'en', ...options }, async (page) => {
      page.on('console', (line) => {
        const isRefusal = /status of [45]\d\d/.test(line.text());
        if (['error', 'warning'].includes(line.type()) && !isRefusal) complaints.push(line.text());
      });
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== this.origin)
          strangers.push(request.url());
      });
      await page.goto(`${this.origin}${path}`);
      await look(page);
    });
    return { complaints, strangers };
  }

  #answer(request: Request, response: Response): void {
    const call = `${request.method} ${request.path}`;
    const { authorization, 'accept-language': language } = request.headers;
    this.calls.push({ call, body: request.body, authorization, language });
    const { status = 200, body = {}, retryAfter, news } = this.api[call] ?? problem(404, 'not-found');
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    if (news) response.type('text/event-stream').send(`event: status\nid: 1\ndata: ${JSON.stringify(news)}\n\n`);
    else if (status === 202 || status === 204) response.status(status).end();
    else
      response
        .status(status)
        .type(status < 400 ? 'json' : 'application/problem+json')
        .send(JSON.stringify(body));
  }
}
