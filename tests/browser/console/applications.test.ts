import type { Page } from 'playwright-core';
import { ConsoleVisits, PHONE_IN_THE_DARK } from '../../support/console-visits.js';

const visits = new ConsoleVisits();
beforeAll(() => visits.open());
afterAll(() => visits.close());

const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();
const policyOf = async (slug: string) => {
  const { key } = await visits.stage.admin.keyOf();
  const { body } = await visits.stage.admin.call(key, 'get', `/v1/admin/applications/${slug}`);
  return (body as { policy: unknown }).policy;
};
const bound = (page: Page) => page.getByText(/A stranger guesses an activation code/).textContent();

describe('applications in the console', () => {
  it('are made, and led to their settings', async () => {
    await visits.visit('/default/applications', async (page) => {
      await page.getByRole('link', { name: 'New application' }).click();
      await page.getByRole('heading', { name: 'New application' }).waitFor();
      await visits.isAccessible(page);
      await page.getByLabel('Name').fill('The Shop & Co.');
      expect(await page.getByRole('textbox', { name: 'Slug' }).inputValue()).toBe('the-shop-co');
      await page.getByRole('textbox', { name: 'Slug' }).fill('default');
      await page.getByRole('button', { name: 'Make the application' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByRole('textbox', { name: 'Slug' }).fill('shop');
      await page.getByRole('button', { name: 'Make the application' }).click();
      await page.waitForURL('**/console/shop/settings');
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('The Shop & Co.');
    });
    await visits.visit('/default/applications', async (page) => {
      await page.getByRole('link', { name: 'The Shop & Co.' }).waitFor();
      await visits.isAccessible(page);
    });
  });

  it('show how likely a code is guessed while one types, and save just what was changed', async () => {
    await visits.stage.admin.changeApplication('default', { policy: null });
    await visits.visit('/default/settings?section=policy', async (page) => {
      await page.getByText('1 in 3,330').first().waitFor();
      await page.getByRole('textbox', { name: 'Digits', exact: true }).first().fill('6');
      expect(await bound(page)).toContain('1 in 303,030');
      await page.getByRole('textbox', { name: 'Tries before codes are long' }).first().fill('5');
      expect(await bound(page)).toContain('1 in 188,679');
      await visits.isAccessible(page);
      await save(page);
      await page.getByText('Saved.').waitFor();
      expect(await policyOf('default')).toMatchObject({
        code: { digits: 6, sharedTries: 5, lifeSeconds: null },
        sms: null,
      });
      await page.getByText('Strict', { exact: true }).click();
      await page.getByText(/Meets NIST/).waitFor();
      await page.getByRole('button', { name: 'Discard changes' }).click();
      await page.getByText(/Codes of 4 digits/).waitFor();
      await page.getByRole('textbox', { name: 'Digits', exact: true }).first().fill('');
      await page.getByRole('textbox', { name: 'Tries before codes are long' }).first().fill('');
      await save(page);
      await page.getByText('Saved.').waitFor();
      expect(await policyOf('default')).toMatchObject({ code: null });
    });
  });

  it('say what is wrong beside the field, and keep what was typed', async () => {
    await visits.visit('/default/settings', async (page) => {
      await page.getByRole('combobox', { name: 'Allowed origins' }).fill('https://shop.example/path');
      await page.keyboard.press('Enter');
      await save(page);
      await page.getByRole('alert').waitFor();
      await page.getByText('https://shop.example/path').first().waitFor();
      expect(await page.getByRole('combobox', { name: 'Allowed origins' }).getAttribute('aria-invalid')).toBe('true');
      await visits.isAccessible(page);
    });
  });

  it.each(['', '?section=policy', '?section=sms', '?section=grants'])(
    'pass on a phone and in the dark: settings%s',
    async (search) => {
      await visits.visit(
        `/default/settings${search}`,
        async (page) => {
          await page.getByRole('button', { name: 'Save' }).waitFor();
          await visits.isAccessible(page);
        },
        PHONE_IN_THE_DARK,
      );
    },
  );

  it('pass on a phone and in the dark, as do keys, webhooks, mails, import and feedback', async () => {
    const places = ['applications', 'applications/new', 'keys', 'webhooks', 'templates', 'import', 'feedback'];
    await visits.visit(
      '/default/applications',
      async (page) => {
        for (const place of places) {
          await page.goto(visits.stage.address(`/default/${place}`));
          await page.getByRole('heading', { level: 1 }).waitFor();
          await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
          await visits.isAccessible(page);
        }
      },
      PHONE_IN_THE_DARK,
    );
  });

  it('are read-only to someone with the role support', async () => {
    await visits.visitAsSupport('/default/settings', async (page) => {
      await page.getByLabel('Name', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
      expect(await page.getByLabel('Name', { exact: true }).getAttribute('readonly')).not.toBeNull();
    });
  });
});

describe('keys in the console', () => {
  it('are shown once, can be copied, replaced and revoked', async () => {
    await visits.visit('/default/keys', async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByLabel('Purpose').fill('billing backend');
      await visits.isAccessible(page);
      await page.getByRole('button', { name: 'Make the key' }).click();
      const key = (await page.getByText(/^ghk_/).textContent()) ?? '';
      await page.getByRole('button', { name: 'Copy' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(key);
      await visits.isAccessible(page);
      const answer = await visits.stage.api.http.get('/v1/admin/keys').auth(key, { type: 'bearer' });
      expect(answer.status).toBe(200);
      await page.getByRole('button', { name: 'I have stored it' }).click();
      await page.getByText(key).waitFor({ state: 'detached' });

      await page.getByRole('button', { name: 'Replace billing backend' }).click();
      await page.getByRole('button', { name: 'Replace', exact: true }).click();
      await page.getByRole('button', { name: 'I have stored it' }).click();
      await page.getByRole('button', { name: 'Revoke billing backend' }).last().click();
      await page.getByText('stops working at once').waitFor();
      await page.getByRole('button', { name: 'Revoke', exact: true }).click();
      await page.getByText('revoked', { exact: true }).waitFor();
      const later = await visits.stage.api.http.get('/v1/admin/keys').auth(key, { type: 'bearer' });
      expect(later.status).toBe(401);
    });
  });
});
