import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The one without windows first: it needs a third of the processor time for each page. */
const PROGRAMS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * The system's Chromium. It finds `gatehouse.example` on this machine, so that a page cannot take itself for a
 * developer's own, and nothing else anywhere.
 */
export function openBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.find((program) => existsSync(program));
  if (!executablePath) throw new Error('There is no Chromium here: .ci/system-packages installs one');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--host-resolver-rules=MAP gatehouse.example 127.0.0.1, EXCLUDE localhost, EXCLUDE 127.0.0.1, MAP * ~NOTFOUND',
    ],
  });
}

/**
 * Tabs of one browser. Those that are asked for with the same options share a context, and so what is cached: our pages
 * keep what they know in their tab. A context of its own for each would load and compile the same script every time.
 */
export class BrowserTabs {
  readonly #contexts = new Map<string, Promise<BrowserContext>>();

  constructor(private readonly browser: Browser) {}

  /** Shows a new tab to `look`, and closes it. */
  async visit<T>(options: BrowserContextOptions, look: (page: Page) => Promise<T>): Promise<T> {
    const key = JSON.stringify(options);
    const opened = this.#contexts.get(key) ?? this.browser.newContext(options);
    this.#contexts.set(key, opened);
    const context = await opened;
    const page = await context.newPage();
    try {
      return await look(page);
    } finally {
      await page.close();
      await context.clearCookies();
      await context.setOffline(false);
    }
  }
}
