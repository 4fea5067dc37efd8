import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { ComponentStage, problem } from '../support/component-stage.js';
import { mail, signedUp, status } from '../support/elements/fake-answers.js';

const LINKS = { termsUrl: 'https://shop.example/terms', privacyUrl: 'https://shop.example/privacy' };
const TERMS = { version: '2026-11', ...LINKS };
const RULES = {
  fields: { name: 'accepted', surname: 'accepted', phone: 'accepted', birthDate: 'accepted', hobbies: 'accepted' },
  passwordMinLength: 8,
  resetCodeLength: 8,
  gapSeconds: 30,
};
const changed = problem(422, 'validation-failed', {
  errors: [{ pointer: '/acceptedTerms', code: 'terms-changed', message: 'The terms have changed.' }],
});
const HOST = `<!doctype html><html lang="en"><title>The Shop</title>
<script type="module" src="/elements/latest/gatehouse-elements.js"></script>
<gatehouse-sign-up application="shop" fields=""></gatehouse-sign-up>`;

const stage = new ComponentStage({}, { terms: TERMS }, { '/join': HOST });
beforeAll(() => stage.open());
afterAll(() => stage.close());

const box = (page: Page) => page.getByRole('checkbox');
const fill = async (page: Page) => {
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('nine seven lanterns');
};
const press = (page: Page) => page.getByRole('button', { name: 'Create account', exact: true }).click();
const sent = () =>
  stage.calls
    .filter(({ call }) => call === 'POST /v1/users')
    .map(({ body }) => (body as { acceptedTerms?: string }).acceptedTerms);

describe('agreement to the terms', () => {
  it('is a box to check, with links that leave the form open, and nothing is sent before', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('queued') };
    await stage.visit('/sign-up', {}, async (page) => {
      await fill(page);
      await press(page);
      await page.getByText('Please agree to continue.').waitFor();
      expect(await page.evaluate('document.activeElement.type')).toBe('checkbox');
      expect(sent()).toEqual([]);
      const name = 'I agree to the terms of use and have read the privacy policy';
      await page.getByRole('checkbox', { name }).waitFor();
      const links = `[...document.querySelectorAll('.gh-agreement a')].map(({ href, target }) => [href, target])`;
      expect(await page.evaluate(links)).toEqual([
        [LINKS.termsUrl, '_blank'],
        [LINKS.privacyUrl, '_blank'],
      ]);
      await page.keyboard.press('Space');
      await press(page);
      await page.locator('[data-delivery=queued]').waitFor();
    });
    expect(sent()).toEqual(['2026-11']);
  });

  it.each([
    ['fr', 'J’accepte les conditions d’utilisation et j’ai lu la politique de confidentialité'],
    ['ar', 'أوافق على شروط الاستخدام وقرأت سياسة الخصوصية'],
    ['ja', '利用規約に同意し、プライバシーポリシーを確認しました'],
  ])('is asked for in the person’s language: %s', async (locale, name) => {
    await stage.visit('/sign-up', { locale }, (page) => page.getByRole('checkbox', { name }).waitFor());
  });

  it('stays as it was when the address is changed', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('failed') };
    await stage.visit('/sign-up', {}, async (page) => {
      await fill(page);
      await box(page).check();
      await press(page);
      await page.getByRole('button', { name: 'Change my email address' }).click();
      expect(await box(page).isChecked()).toBe(true);
    });
  });

  it('is asked for again where the terms have changed while the form was open', async () => {
    const terms = { ...TERMS, version: '2026-12', privacyUrl: null };
    stage.api = { 'POST /v1/users': changed, 'GET /v1/sign-up-rules': { body: { ...RULES, terms } } };
    await stage.visit('/sign-up', {}, async (page) => {
      await fill(page);
      await box(page).check();
      await press(page);
      await page.getByText('The terms have changed.').waitFor();
      stage.api = { 'POST /v1/users': signedUp, [status]: mail('queued') };
      expect(await box(page).isChecked()).toBe(false);
      await page.getByRole('checkbox', { name: 'I agree to the terms of use', exact: true }).check();
      await press(page);
      await page.locator('[data-delivery=queued]').waitFor();
    });
    expect(sent()).toEqual(['2026-11', '2026-12']);
  });

  it('appears where the page did not know of it', async () => {
    const missing = [{ pointer: '/acceptedTerms', code: 'field-required', message: 'This field is required' }];
    stage.api = {
      'POST /v1/users': problem(422, 'validation-failed', { errors: missing }),
      'GET /v1/sign-up-rules': { body: { ...RULES, terms: TERMS } },
    };
    await stage.visit('/join', {}, async (page) => {
      await fill(page);
      expect(await box(page).count()).toBe(0);
      await press(page);
      await page.getByText('This field is required').waitFor();
      stage.api = { 'POST /v1/users': signedUp, [status]: mail('queued') };
      await box(page).check();
      await press(page);
      await page.locator('[data-delivery=queued]').waitFor();
    });
    expect(sent()).toEqual([undefined, '2026-11']);
  });
});
