import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Person } from './api.js';
import { ConsoleStage } from './console-stage.js';

export const PHONE_IN_THE_DARK: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  colorScheme: 'dark',
};

/** Visits to pages of the console, each by somebody in a browser of their own. */
export class ConsoleVisits {
  #stage: ConsoleStage | undefined;
  #admin: Person | undefined;
  #support: Person | undefined;

  /** @param parts `service`: with a worker and the sandbox */
  async open(parts: Parameters<typeof ConsoleStage.open>[0] = {}): Promise<void> {
    this.#stage = await ConsoleStage.open(parts);
    this.#admin = (await this.#stage.admin.someone('admin')).person;
    this.#support = (await this.#stage.admin.someone('support')).person;
  }

  async close(): Promise<void> {
    await this.#stage?.close();
  }

  get stage(): ConsoleStage {
    if (!this.#stage) throw new Error('Not open yet');
    return this.#stage;
  }

  get admin(): Person {
    if (!this.#admin) throw new Error('Not open yet');
    return this.#admin;
  }

  /** Shows a page to `look`; the browser may complain of nothing meanwhile. */
  visit(place: string, look: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void> {
    return this.#visit(this.admin, place, look, options);
  }

  async visitAsSupport(place: string, look: (page: Page) => Promise<void>): Promise<void> {
    if (!this.#support) throw new Error('Not open yet');
    await this.#visit(this.#support, place, look);
  }

  async #visit(
    person: Person,
    place: string,
    look: (page: Page) => Promise<void>,
    options: BrowserContextOptions = {},
  ): Promise<void> {
    const context = await this.stage.visitor({ acceptDownloads: true, ...options });
    try {
      await look(await this.stage.signIn(context, person, place));
    } finally {
      await context.close();
    }
    // Connections that a test cuts are told as well.
    const complaints = this.stage.complaints.splice(0).filter((words) => !/net::ERR_FAILED$/.test(words));
    expect(complaints).toEqual([]);
  }

  /** No barrier, and no wider than the window. */
  async isAccessible(page: Page): Promise<void> {
    expect(await this.stage.barriers(page)).toEqual([]);
    expect(await this.stage.fits(page)).toBe(true);
  }
}
