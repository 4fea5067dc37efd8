import type { Locator } from 'playwright-core';
import { somebody } from '../../support/api.js';
import { ConsoleVisits, PHONE_IN_THE_DARK } from '../../support/console-visits.js';

describe('events in the console', () => {
  const visits = new ConsoleVisits();
  beforeAll(() => visits.open());
  afterAll(() => visits.close());
  const idOf = (event: Locator) => event.getByText(/^[0-9a-f-]{36}$/).textContent();
  const signUp = () => visits.stage.api.http.post('/v1/users').send(somebody());

  it('appear as they happen, and go on after a pause without missing one', async () => {
    await visits.visit('/default/events?types=user.registered.v1', async (page) => {
      await page.getByText('Waiting for events').waitFor();
      await visits.isAccessible(page);
      await signUp();
      const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
      await events.first().waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Paused').waitFor();
      await signUp();
      expect(await events.count()).toBe(1);
      await page.getByRole('button', { name: 'Go on' }).click();
      await events.nth(1).waitFor();
      await events.first().getByRole('button').click();
      await page.getByText('"specversion": "1.0"').waitFor();
      await visits.isAccessible(page);
    });
  });

  it('are read from the beginning, page by page, at addresses that can be shared', async () => {
    for (let made = 0; made < 20; made += 1) await signUp();
    await visits.visit('/default/events?view=log', async (page) => {
      const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
      await events.nth(49).waitFor();
      await visits.isAccessible(page);
      const first = await idOf(events.first());
      await page.getByRole('link', { name: 'Later events' }).click();
      await page.waitForURL('**after=**');
      await page.getByRole('link', { name: 'To the beginning' }).waitFor();
      const shared = page.url();
      await page.goBack();
      await page.getByRole('link', { name: 'To the beginning' }).waitFor({ state: 'detached' });
      expect(await idOf(events.first())).toBe(first);
      await page.goto(shared);
      await page.getByRole('link', { name: 'To the beginning' }).waitFor();
    });
  });

  it('are filtered by type, on a phone and in the dark', async () => {
    await visits.visit(
      '/default/events?view=log',
      async (page) => {
        await page.getByRole('combobox', { name: 'Types' }).fill('user.activated.v1');
        await page.keyboard.press('Enter');
        await page.keyboard.press('Escape');
        await page.waitForURL('**types=user.activated.v1**');
        const events = page.getByRole('list', { name: 'Events' }).getByRole('listitem');
        await events.nth(1).waitFor();
        expect((await events.allTextContents()).filter((text) => !text.includes('user.activated.v1'))).toEqual([]);
        await visits.isAccessible(page);
      },
      PHONE_IN_THE_DARK,
    );
  });
});
