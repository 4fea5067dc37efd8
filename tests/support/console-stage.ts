import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { Administration } from './administration.js';
import { ApiHarness, type Person } from './api.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { openBrowser } from './open-browser.js';
import { ServiceHarness } from './service-harness.js';

const root = path.join(import.meta.dirname, '../..');
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What the console is shown at. */
export const APPEARANCES = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
] as const;

/** The console as it is built, before the API that serves it, in Chromium. */
export class ConsoleStage {
  /** What browsers complained of: scripts that failed, and what the page's policy refused. */
  readonly complaints: string[] = [];

  private constructor(
    readonly db: TestDatabase,
    readonly api: ApiHarness,
    readonly admin: Administration,
    private readonly browser: Browser,
    readonly service: ServiceHarness | null,
  ) {}

  /** @param service with a worker and the sandbox as well */
  static async open({ service = false } = {}): Promise<ConsoleStage> {
    // Nothing to do where `npm test` or an earlier suite has built it.
    await promisify(execFile)(process.execPath, [path.join(root, 'build-console.mjs')]);
    // In development pages of the loopback interface may sign in, and no port is known beforehand.
    const environment = { APP_ENV: 'development' };
    const whole = service ? await ServiceHarness.open({ environment }) : null;
    const db = whole?.db ?? (await createTestDatabase());
    const api = whole?.api ?? (await ApiHarness.open(db, { environment }));
    return new ConsoleStage(db, api, new Administration(api, db, whole ?? api), await openBrowser(), whole);
  }

  async close(): Promise<void> {
    await this.browser.close();
    if (this.service) return await this.service.close();
    await this.api.close();
    await this.db.drop();
  }

  /** A browser that has never been here. */
  async visitor(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en',
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(30_000);
    context.on('console', (line) => {
      // A refusal is shown as a failed resource; that is the API's to decide.
      const isRefusal = /status of [45]\d\d/.test(line.text());
      if (['error', 'warning'].includes(line.type()) && !isRefusal) this.complaints.push(line.text());
    });
    context.on('weberror', (fault) => this.complaints.push(fault.error().message));
    return context;
  }

  address(place = ''): string {
    return `${this.api.url}/console${place}`;
  }

  /** Opens a page of the console, and signs in where it asks for that. */
  async signIn(context: BrowserContext, person: Person, place = '', application?: string): Promise<Page> {
    const page = await context.newPage();
    await page.goto(this.address(place));
    await this.fillIn(page, person, application);
    await page.getByRole('button', { name: 'Account and appearance' }).waitFor();
    return page;
  }

  async fillIn(page: Page, { email, password }: Person, application?: string): Promise<void> {
    await page.getByLabel('Email address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    if (application !== undefined) {
      await page.getByRole('button', { name: 'My account belongs to another application' }).click();
      await page.getByLabel('Application').fill(application);
    }
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** What axe has to say against a page: rule and element. */
  async barriers(page: Page): Promise<string[]> {
    await page.evaluate(await readFile(axe, 'utf8'));
    return await page.evaluate<string[]>(`
      axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary)))`);
  }

  /** Takes a picture for the documents, where SHOTS names a folder for it. */
  async picture(page: Page, name: string): Promise<void> {
    const folder = process.env['SHOTS'];
    if (folder !== undefined) await page.screenshot({ path: path.join(root, folder, `console-${name}.png`) });
  }

  /** Whether the page is no wider than its window. */
  async fits(page: Page): Promise<boolean> {
    return await page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth');
  }
}
