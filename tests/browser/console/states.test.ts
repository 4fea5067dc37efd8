import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page, Route } from 'playwright-core';
import { ConsoleStage } from '../../support/console-stage.js';

/** More than these take so much of two cores that some of them time out. */
const TABS = 3;
const READS = /\/v1\/(admin|events)/;
const PLACES = [
  '',
  '/people',
  `/people/${randomUUID()}`,
  '/messages',
  '/feedback',
  '/audit',
  '/settings',
  '/templates',
  '/templates/activation-code/en',
  '/keys',
  '/webhooks',
  `/webhooks/${randomUUID()}`,
  '/applications',
];

const refusal = (status: number, code: string, title: string) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: `/problems/${code}`, title, status, code, requestId: 'the-request' }),
});

/** What the API answers is made up at the network. */
describe('every page of the console', () => {
  let stage: ConsoleStage;
  let context: BrowserContext;
  let shown: Page;

  beforeAll(async () => {
    stage = await ConsoleStage.open();
    context = await stage.visitor();
    shown = await stage.signIn(context, (await stage.admin.someone('admin')).person);
  });
  afterAll(async () => {
    await context.close();
    await stage.close();
  });

  /** Opens each page in a tab of its own, a few at once, before an API that answers so. */
  const onEach = async (answer: (route: Route) => Promise<void>, look: (page: Page) => Promise<void>) => {
    const left = [...PLACES];
    const visitor = async () => {
      for (let place = left.shift(); place !== undefined; place = left.shift()) await visit(place, answer, look);
    };
    await Promise.all(Array.from({ length: TABS }, visitor));
    expect(left).toEqual([]);
  };

  async function visit(place: string, answer: (route: Route) => Promise<void>, look: (page: Page) => Promise<void>) {
    const page = await context.newPage();
    const sessions: string[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/v1/sessions')) sessions.push(`${answer.status()} ${answer.url()}`);
    });
    try {
      await page.route(READS, answer);
      await page.goto(stage.address(`/default${place}`));
      await look(page);
    } catch (error) {
      const text = await page.locator('body').textContent({ timeout: 1_000 }).catch(String);
      throw new Error(`At "${place}", which shows "${text}", after ${sessions.join(', ')}`, { cause: error });
    } finally {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.close();
    }
  }

  it('says that it loads, and then what the role does not include', async () => {
    const held = new Map<Page, Promise<void>>();
    await onEach(
      async (route) => {
        await held.get(route.request().frame().page());
        await route.fulfill(refusal(403, 'scope-missing', 'Your role or key does not allow this'));
      },
      async (page) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        held.set(page, promise);
        await page.reload({ waitUntil: 'commit' });
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByRole('status', { name: 'Loading' }).first().waitFor();
        resolve();
        await page.getByText('Your role does not include this').first().waitFor();
      },
    );
    expect(await shown.getByRole('heading', { level: 1 }).count()).toBe(1);
  });

  it('says what the service refused, names the request, and tries again', async () => {
    await onEach(
      (route) => route.fulfill(refusal(500, 'internal', 'Something went wrong on our side')),
      async (page) => {
        const failed = page.getByRole('alert').filter({ hasText: 'Something went wrong on our side' });
        await failed.first().getByText('Request the-request').waitFor();
        await page.unroute(READS);
        const before = await failed.count();
        await failed.first().getByRole('button', { name: 'Try again' }).click();
        await failed.nth(before - 1).waitFor({ state: 'detached' });
      },
    );
  });
});
