import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';

export interface PageToLoad {
  readonly url: string;
  /** Of what people use first: when it is there, the page can be used. */
  readonly ready: string;
}

/** What one visit of a browser without a cache costs. */
export interface PageLoad {
  readonly requests: number;
  /** Sum of all scripts, each compressed as a proxy would. */
  readonly scriptKiB: number;
  /** From the navigation until the page can be used and its thread is free, by the browser's clock. */
  readonly interactiveMs: number;
}

/** Runs in the page. Two frames and a task later nothing that was queued before holds up what people do. */
const watch = (selector: string) => `window.interactive = new Promise((resolve) => {
  const isReady = () => {
    const found = document.querySelector(${JSON.stringify(selector)});
    return found !== null && found.checkVisibility() && document.readyState !== 'loading';
  };
  const look = () => {
    if (!isReady()) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  };
  requestAnimationFrame(look);
});`;

/** Loads a page in a context of its own, with nothing cached. */
export async function loadPage(browser: Browser, { url, ready }: PageToLoad): Promise<PageLoad> {
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    const responses: Response[] = [];
    page.on('response', (response) => responses.push(response));
    await page.addInitScript(watch(ready));
    await page.goto(url, { waitUntil: 'load' });
    const interactiveMs = await page.evaluate<number>('window.interactive');
    await page.waitForLoadState('networkidle');
    const scripts = responses.filter((response) => response.request().resourceType() === 'script');
    const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body()).length));
    const scriptKiB = sizes.reduce((sum, size) => sum + size, 0) / 1_024;
    return { requests: responses.length, scriptKiB, interactiveMs };
  } finally {
    await context.close();
  }
}
