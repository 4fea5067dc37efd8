import type { Locator, Page } from 'playwright-core';
import { somebody } from '../../support/api.js';
import { ConsoleVisits } from '../../support/console-visits.js';
import { eventually } from '../../support/eventually.js';

const MOST_STOPS = 80;

/** Whether what has the focus looks other than it does without: by its outline, border or shadow, or those around it. */
const LOOKS_FOCUSED = `(() => {
  const element = document.activeElement;
  const parts = [element, element.parentElement, element.nextElementSibling, element.closest('label, [role=group]')];
  const settle = () => document.getAnimations().forEach((animation) => {
    if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  });
  const look = () => (settle(), parts).filter(Boolean).map((part) => {
    const { outline, borderColor, boxShadow, transform } = getComputedStyle(part);
    return [outline, borderColor, boxShadow, transform].join();
  }).join();
  const focused = look();
  element.blur();
  const bare = look();
  element.focus({ focusVisible: true });
  return element === document.body || focused !== bare ? null : element.outerHTML.slice(0, 200);
})()`;

describe('the console, by keyboard alone', () => {
  const visits = new ConsoleVisits();
  beforeAll(() => visits.open());
  afterAll(() => visits.close());

  const hasFocus = (place: Locator) => place.evaluate((element) => element === element.ownerDocument.activeElement);

  /** Goes on to a place by the tab key, as often as it takes; every stop on the way can be seen. */
  async function tabTo(page: Page, place: Locator, key = 'Tab'): Promise<void> {
    await place.waitFor();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await page.keyboard.press(key);
      if (await hasFocus(place)) return expect(await page.evaluate(LOOKS_FOCUSED)).toBeNull();
    }
    throw new Error(`Not reached by ${MOST_STOPS} steps: ${place}`);
  }
  const focused = (place: Locator, what: string) => eventually(what, () => hasFocus(place));

  it('finds a person, and suspends and resumes them with a reason', async () => {
    const ada = await visits.stage.admin.someone('user');
    await visits.visit('/default/people', async (page) => {
      const main = page.getByRole('main');
      await tabTo(page, page.getByRole('textbox', { name: 'Search' }));
      await page.keyboard.type(ada.person.email.slice(0, 20));
      // Until the others are gone, the list is still that of before, and its links go with it.
      await eventually('only one person is listed', async () => (await main.getByRole('row').count()) === 2);
      await tabTo(page, page.getByRole('link', { name: ada.person.email }));
      await page.keyboard.press('Enter');
      await focused(page.getByRole('heading', { level: 1, name: ada.person.email }), 'the heading has the focus');

      await tabTo(page, main.getByRole('button', { name: 'Suspend' }));
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Suspend the account' });
      await focused(dialog.getByLabel('Reason'), 'the reason has the focus');
      await page.keyboard.press('Escape');
      await focused(main.getByRole('button', { name: 'Suspend' }), 'the focus is back');
      await page.keyboard.press('Enter');
      await focused(dialog.getByLabel('Reason'), 'the reason has the focus');
      await page.keyboard.type('Chargebacks');
      await tabTo(page, dialog.getByRole('button', { name: 'Suspend' }));
      await page.keyboard.press('Enter');
      await focused(main.getByRole('button', { name: 'Resume' }), 'what undoes it has the focus');

      await tabTo(page, main.getByRole('button', { name: 'Erase' }));
      await page.keyboard.press('Enter');
      const erasure = page.getByRole('dialog', { name: 'Erase this person permanently' });
      await focused(erasure.getByRole('textbox'), 'the address to type has the focus');
      await page.keyboard.type(ada.person.email);
      await page.keyboard.press('Enter');
      await page.getByText('This person was erased').waitFor();
      await focused(page.getByRole('heading', { level: 1 }), 'the heading has the focus');
    });
  });

  it('retries a message, and comes back to it', async () => {
    const person = somebody();
    const id = await visits.stage.api.register(person);
    const code = await visits.stage.api.latestCode(id);
    await visits.stage.db.sql`
      insert into gatehouse.deliveries (application, id, user_id, code_id, channel, template, state, attempts, not_before,
        deadline, provider, last_answer, failed_at, failure)
      values ('default', gen_random_uuid(), ${id}, ${code}, 'mail', 'activation-code', 'failed', 1, now(), now(),
        'mailjet', '400 mj-0013', now(), 'refused')`;
    await visits.visit('/default/messages?state=dead-letter', async (page) => {
      const link = page.getByRole('row').filter({ hasText: person.email }).getByRole('link');
      await tabTo(page, link);
      await page.keyboard.press('Enter');
      const drawer = page.getByRole('dialog', { name: 'Message', exact: true });
      await tabTo(page, drawer.getByRole('button', { name: 'Retry' }));
      await page.keyboard.press('Enter');
      await tabTo(
        page,
        page.getByRole('dialog', { name: 'Retry this message' }).getByRole('button', { name: 'Retry' }),
      );
      await page.keyboard.press('Enter');
      await page.getByText('The message is queued.').waitFor();
      await focused(drawer.getByRole('button', { name: 'Close' }), 'the focus is in the drawer');
      await page.keyboard.press('Escape');
      await drawer.waitFor({ state: 'hidden' });
    });
  });

  it('changes a policy', async () => {
    await visits.stage.admin.changeApplication('default', { policy: null });
    await visits.visit('/default/settings?section=policy', async (page) => {
      await tabTo(page, page.getByRole('switch', { name: 'Ask how easy it was' }));
      await page.keyboard.press('Space');
      await tabTo(page, page.getByRole('button', { name: 'Save' }));
      await page.keyboard.press('Enter');
      await page.getByText('Saved.').waitFor();
    });
    const [shop] = await visits.stage.db.sql<{ policy: object }[]>`
      select policy from gatehouse.applications where slug = 'default'`;
    expect(shop?.policy).toMatchObject({ askFeedback: true });
  });

  it('leads past the navigation to the page', async () => {
    await visits.visit('/default/people', async (page) => {
      await page.getByRole('heading', { level: 1 }).waitFor();
      await tabTo(page, page.getByRole('link', { name: 'Skip to the page' }), 'Shift+Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await focused(page.getByRole('textbox', { name: 'Search' }), 'the page’s first field has the focus');
    });
  });
});
