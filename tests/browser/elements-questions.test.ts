import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { ComponentStage, problem } from '../support/component-stage.js';
import { mail, profile, signedUp, status } from '../support/elements/fake-answers.js';

const TOKEN = 'aB3-'.repeat(16);
const asked = { body: { ...profile, missing: [], feedbackToken: TOKEN } };
const HOST = `<!doctype html><html lang="en"><title>The Shop</title>
<script type="module" src="/elements/latest/gatehouse-elements.js"></script>
<gatehouse-sign-up application="shop"></gatehouse-sign-up>`;
const rules = {
  fields: { name: 'required', surname: 'none', phone: 'accepted', birthDate: 'optional', hobbies: 'none' },
  passwordMinLength: 12,
  resetCodeLength: 8,
  gapSeconds: 45,
};

const ONWARD = 'https://shop.example/';
const stage = new ComponentStage({ redirectTargets: [ONWARD] }, {}, { '/join': HOST });
beforeAll(() => stage.open());
afterAll(() => stage.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const bodiesOf = (call: string) => stage.calls.filter((made) => made.call === call).map(({ body }) => body);

describe('a sign-up form on a page of somebody else', () => {
  it('asks for just the fields that the application asks for', async () => {
    stage.api = { 'GET /v1/sign-up-rules': { body: rules }, 'POST /v1/users': signedUp, [status]: mail('queued') };
    await stage.visit('/join', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      const inputs = `[...document.querySelectorAll('input')].map(({ name, required }) => name + (required ? '!' : ''))`;
      expect(await page.evaluate(inputs)).toEqual(['email!', 'name!', 'birthDate', 'password!']);
      await page.getByText('At least 12 characters').waitFor();
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Create account');
      await page.getByText('Please fill in this field.').waitFor();
      await page.keyboard.type('Ada');
      await press(page, 'Create account');
      await page.getByRole('button', { name: /^Send another code in 0:4\d$/ }).waitFor();
    });
    expect(bodiesOf('POST /v1/users')).toEqual([
      { email: 'ada@example.com', name: 'Ada', password: 'nine seven lanterns', locale: 'en' },
    ]);
  });

  it('asks for address and password where the service does not say, and shows what it refuses', async () => {
    stage.api = {
      'GET /v1/sign-up-rules': problem(404, 'not-found'),
      'POST /v1/users': problem(422, 'validation-failed', {
        errors: [{ pointer: '/name', code: 'field-required', message: 'Needed.' }],
      }),
    };
    await stage.visit('/join', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Create account');
      await page.getByText('Needed.').waitFor();
    });
  });
});

describe('where people are to go on to', () => {
  const redirectsOf = (call: string) => bodiesOf(call).map((body) => (body as { redirect?: string }).redirect);
  const asked = (to: string) => `?redirect=${encodeURIComponent(to)}`;

  it.each([
    [ONWARD, ONWARD],
    ['https://evil.example/', undefined],
    ['javascript:alert(1)', undefined],
    ['//shop.example/', undefined],
  ])('goes along with what orders a mail, where the application lists it: %s', async (to, redirect) => {
    stage.api = {
      'POST /v1/users': signedUp,
      [status]: mail('failed'),
      'POST /v1/sessions': problem(403, 'activation-required'),
      'POST /v1/users/activation/code': { status: 202 },
      'POST /v1/password-resets': { status: 202 },
    };
    await stage.visit(`/sign-up${asked(to)}`, {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Create account');
      await press(page, 'Send another code');
      await page.getByText('another one is on its way').waitFor();
    });
    expect(redirectsOf('POST /v1/users')).toEqual([redirect]);
    expect(redirectsOf('POST /v1/users/activation/code')).toEqual([redirect]);
    await stage.visit(`/sign-in${asked(to)}`, {}, async (page) => {
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.waitForURL(`**/reset${redirect ? asked(to) : ''}`);
      await page.getByLabel('Email address').fill('ada@example.com');
      await press(page, 'Send code');
      await page.getByText('a code is on its way').waitFor();
    });
    expect(redirectsOf('POST /v1/password-resets')).toEqual([redirect]);
  });
});

/** From the sign-up to the question. */
async function activate(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('Password').fill('nine seven lanterns');
  await press(page, 'Create account');
  await page.getByLabel('Code', { exact: true }).fill('0417');
  await page.getByRole('radiogroup', { name: 'How easy was it to activate your account?' }).waitFor();
}
const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent.trim()');

describe('the question after activation', () => {
  const answering = (feedback: object) => ({
    'POST /v1/users': signedUp,
    [status]: mail('sent', 42),
    'POST /v1/users/activation': asked,
    'POST /v1/feedback': feedback,
  });

  it('is not there where the application does not ask', async () => {
    stage.api = {
      ...answering({ status: 204 }),
      'POST /v1/users/activation': { body: { ...profile, missing: [], feedbackToken: null } },
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Create account');
      await page.getByLabel('Code', { exact: true }).fill('0417');
      await page.getByText('Your account is active.').waitFor();
      expect(await page.getByRole('radiogroup').count()).toBe(0);
    });
  });

  it('is answered with the keyboard alone, in one live region, and the focus goes on', async () => {
    stage.api = answering({ status: 204 });
    await stage.visit('/sign-up', {}, async (page) => {
      await activate(page);
      await page.getByRole('radio', { name: 'Very hard' }).focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
      expect(await page.getByRole('radio', { name: 'Easy', exact: true }).isChecked()).toBe(true);
      await page.keyboard.press('Tab');
      await page.keyboard.type('The mail came late');
      expect(await page.locator('[role=status]').count()).toBe(1);
      await page.keyboard.press('Enter');
      await page.getByText('Thank you for your answer.').waitFor();
      expect(await page.getByRole('radiogroup').count()).toBe(0);
      expect(await focused(page)).toBe('Continue');
    });
    expect(bodiesOf('POST /v1/feedback')).toEqual([{ token: TOKEN, ease: 4, text: 'The mail came late' }]);
  });

  it('can be left alone, and sends nothing then', async () => {
    stage.api = answering({ status: 204 });
    await stage.visit('/sign-up', {}, async (page) => {
      await activate(page);
      await press(page, 'Skip');
      await page.getByRole('radiogroup').waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('Continue');
    });
    expect(bodiesOf('POST /v1/feedback')).toEqual([]);
  });

  it('ties what is missing to its group, and keeps what was typed while nobody answers', async () => {
    stage.api = answering({ status: 204 });
    await stage.visit('/sign-up', {}, async (page) => {
      await activate(page);
      await page.getByLabel('What could be better? (optional)').fill('<b>Nothing</b>');
      await press(page, 'Send answer');
      await page.getByText('Please choose one of the answers.').waitFor();
      const group = page.getByRole('radiogroup');
      expect(await group.getAttribute('aria-invalid')).toBe('true');
      const described = await group.getAttribute('aria-describedby');
      expect(await page.locator(`#${described}`).textContent()).toBe('Please choose one of the answers.');
      expect(await page.evaluate('document.activeElement.name')).toBe('ease');
      await page.keyboard.press('Space');
      await page.context().setOffline(true);
      await press(page, 'Send answer');
      await page.getByText('You are offline.').waitFor();
      expect(await page.getByLabel('What could be better? (optional)').inputValue()).toBe('<b>Nothing</b>');
      await page.context().setOffline(false);
      await press(page, 'Send answer');
      await page.getByText('Thank you for your answer.').waitFor();
    });
    expect(bodiesOf('POST /v1/feedback').at(-1)).toEqual({ token: TOKEN, ease: 1, text: '<b>Nothing</b>' });
  });

  it('is done where it was answered already', async () => {
    stage.api = answering(problem(410, 'feedback-closed'));
    await stage.visit('/sign-up', {}, async (page) => {
      await activate(page);
      await page.getByRole('radio', { name: 'Very easy' }).check();
      await press(page, 'Send answer');
      await page.getByText('Thank you for your answer.').waitFor();
      expect(await page.getByRole('radiogroup').count()).toBe(0);
    });
  });
});

describe('a mail that comes back', () => {
  it.each([
    ['mailbox-unavailable', 'This mailbox does not exist. Check the address.'],
    ['mailbox-full', 'This mailbox is full.'],
    ['rejected', 'This mailbox refused the email.'],
    [null, 'The mailbox did not accept the email. Check the address.'],
  ])('is told with its reason and the way out: %s', async (reason, words) => {
    stage.api = {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42, null, { state: 'bounced', reason }),
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Create account');
      await page.locator('[data-delivery=bounced]').getByText(words).waitFor();
      await press(page, 'Change my email address');
      expect(await page.getByLabel('Email address').inputValue()).toBe('ada@example.com');
    });
  });
});
