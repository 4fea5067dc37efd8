import { ConsoleVisits, PHONE_IN_THE_DARK } from '../../support/console-visits.js';
import { eventually } from '../../support/eventually.js';

const HOSTILE = '<p style="color:rgb(1,2,3)">{{greeting}} <b>{{digits}}</b></p>';

/** Asked from the page around the mail: in its frame runs no script. */
const COLOR_OF_MAIL = `getComputedStyle(document.querySelector('iframe').contentDocument.querySelector('p')).color`;
const GROUND_OF_MAIL = `getComputedStyle(document.querySelector('iframe').contentDocument.body).backgroundColor`;

describe('mail templates in the console', () => {
  const visits = new ConsoleVisits();
  beforeAll(() => visits.open({ service: true }));
  afterAll(() => visits.close());

  it('show each mail in each language as it is sent', async () => {
    await visits.visit('/default/templates', async (page) => {
      await page.getByRole('row', { name: /^Activation code/ }).waitFor();
      await visits.isAccessible(page);
      await page
        .getByRole('row', { name: /^Activation code/ })
        .getByRole('link', { name: 'French' })
        .click();
      const mail = page.frameLocator('iframe');
      await mail.getByText(/Bonjour/).waitFor();
      await visits.isAccessible(page);
      await page.getByText('Arabic', { exact: true }).click();
      await page.waitForURL('**/templates/activation-code/ar');
      await mail.locator('[dir=rtl]').first().waitFor();
      await page.locator('label', { hasText: /^Text$/ }).click();
      await page.locator('pre[dir=auto]').waitFor();
    });
  });

  it('follow what is typed, with its own style, and without running any of it', async () => {
    await visits.visit('/default/templates/activation-code/en', async (page) => {
      await page.getByRole('button', { name: 'Write your own' }).click();
      await page.getByRole('textbox', { name: 'HTML' }).fill(HOSTILE);
      const paragraph = page.frameLocator('iframe').locator('p');
      await paragraph.getByText('0417').or(paragraph.locator('b')).first().waitFor();
      await eventually('the style of the mail', async () => (await page.evaluate(COLOR_OF_MAIL)) === 'rgb(1, 2, 3)');
      await page.getByRole('button', { name: 'Send it to me' }).click();
      await page.getByText(`The provider accepted a mail to ${visits.admin.email}.`).waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Use the built-in text' }).click();
      await page.getByRole('button', { name: 'Delete the text' }).click();
      await page.getByRole('button', { name: 'Write your own' }).waitFor();
    });
    const mails = visits.stage.service?.mailsTo({ email: visits.admin.email }) ?? [];
    expect(mails.length).toBeGreaterThan(0);
  });

  it('have the look of the application', async () => {
    const appearance = { accentColor: '#0b6e4f', cornerRadius: 3, supportEmail: 'help@shop.example' };
    await visits.stage.admin.changeApplication('default', { appearance });
    await visits.visit('/default/templates/activation-code/en', async (page) => {
      await page.frameLocator('iframe').getByRole('link', { name: 'Help' }).waitFor();
      const styleOf = (property: string) =>
        page.evaluate<string>(
          `getComputedStyle(document.querySelector('iframe').contentDocument.querySelector('.action a')).${property}`,
        );
      await eventually('the accent color', async () => (await styleOf('backgroundColor')) === 'rgb(11, 110, 79)');
      expect(await styleOf('borderRadius')).toBe('3px');
      await visits.isAccessible(page);
    });
    await visits.stage.admin.changeApplication('default', { appearance: null });
  });

  it('say why a text is refused', async () => {
    await visits.visit('/default/templates/activation-code/en', async (page) => {
      await page.getByRole('button', { name: 'Write your own' }).click();
      await page.getByRole('textbox', { name: 'HTML' }).fill('<p>{{digits}}</p><script>alert(1)</script>');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').first().waitFor();
      await visits.isAccessible(page);
    });
  });

  it('pass on a phone and in the dark', async () => {
    await visits.visit(
      '/default/templates/password-reset-code/en',
      async (page) => {
        await page
          .frameLocator('iframe')
          .locator('body')
          .getByText(/password/i)
          .filter({ visible: true })
          .first()
          .waitFor();
        // What is around the mail's card is as dark as the mail says.
        await eventually('a dark ground', async () => (await page.evaluate(GROUND_OF_MAIL)) === 'rgb(20, 24, 29)');
        await visits.isAccessible(page);
      },
      PHONE_IN_THE_DARK,
    );
  });
});
