import type { Page } from 'playwright-core';
import { type FakeApi, problem } from '../component-stage.js';
import { mail, profile, signedIn, signedUp, signedUpWithPhone, status } from './fake-answers.js';

const TOKEN = 'aB3-'.repeat(16);
const SENT = { delivery: 'sent', sentAt: '2026-05-01T11:59:42.000Z', expiresAt: '2026-05-01T12:04:42.000Z' };

export interface State {
  readonly path: string;
  readonly api?: FakeApi;
  /** From the page to the state; selectors, since the words are of many languages. */
  readonly reach?: (page: Page) => Promise<void>;
}

const type = (page: Page, fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).reduce(
    (before, [name, value]) => before.then(() => page.fill(`[name=${name}]`, value)),
    Promise.resolve(),
  );
const submit = (page: Page, of = '') => page.locator(`${of} [type=submit]`).first().click();
const outcome = (page: Page, name: string) => page.locator(`[data-outcome="${name}"]`).first().waitFor();
const credentials = { email: 'ada@example.com', password: 'nine seven lanterns' };
const signUp = async (page: Page) => {
  await type(page, credentials);
  await submit(page);
};
const signIn = async (page: Page) => {
  await type(page, credentials);
  await submit(page);
  await page.locator('gatehouse-account-data h2').waitFor();
};
/** Presses the button that opens a form in a part of the account. */
const open = async (page: Page, section: string, field: string) => {
  await signIn(page);
  await page.locator(`gatehouse-account-${section} .gh-narrow`).last().click();
  await page.locator(`gatehouse-account-${section} [name=${field}]`).waitFor();
};

/** Every state that people can see. Whether a state is right is for other suites. */
export const STATES: Readonly<Record<string, State>> = {
  home: { path: '/' },
  'the pages of an application': { path: '/a/shop' },
  'sign-up': { path: '/sign-up' },
  'sign-up, with nothing filled in': {
    path: '/sign-up',
    reach: async (page) => {
      await submit(page);
      await outcome(page, 'invalid');
    },
  },
  'sign-up, with terms to agree to': {
    path: '/a/agreeing/sign-up',
    reach: async (page) => {
      await type(page, credentials);
      await submit(page);
      await outcome(page, 'invalid');
    },
  },
  'sign-up, with a weak password': {
    path: '/sign-up',
    reach: async (page) => {
      await page.fill('[name=password]', 'password');
      await page.locator('[data-strength]').waitFor();
    },
  },
  'sign-up, with a password refused': {
    path: '/sign-up',
    api: {
      'POST /v1/users': problem(422, 'validation-failed', {
        errors: [{ pointer: '/password', code: 'password-common', message: 'Too common.' }],
      }),
    },
    reach: async (page) => {
      await signUp(page);
      await outcome(page, 'validation-failed');
    },
  },
  'sign-up, with the service down': {
    path: '/sign-up',
    api: { 'POST /v1/users': { status: 502, body: {} } },
    reach: async (page) => {
      await signUp(page);
      await outcome(page, 'unreachable');
    },
  },
  'the code, with its mail queued': {
    path: '/sign-up',
    api: { 'POST /v1/users': signedUp, [status]: mail('queued') },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[data-delivery=queued]').waitFor();
    },
  },
  'the code, with its mail sent': {
    path: '/sign-up',
    api: { 'POST /v1/users': signedUp, [status]: mail('sent', 42) },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[data-delivery=sent]').waitFor();
      await page.fill('[name=code]', '04');
    },
  },
  'the code, with its mail failed': {
    path: '/sign-up',
    api: { 'POST /v1/users': signedUp, [status]: mail('failed') },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[data-delivery=failed]').waitFor();
    },
  },
  'the code, with its mail returned': {
    path: '/sign-up',
    api: {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42, null, { state: 'bounced', reason: 'mailbox-unavailable' }),
    },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[data-delivery=bounced]').waitFor();
    },
  },
  'a wrong code': {
    path: '/sign-up',
    api: {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': problem(422, 'code-invalid'),
    },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[data-delivery=sent]').waitFor();
      await page.fill('[name=code]', '0000');
      await outcome(page, 'code-invalid');
    },
  },
  'codes of mailbox and phone': {
    path: '/sign-up',
    api: { 'POST /v1/users': signedUpWithPhone, [status]: mail('sent', 42, SENT) },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[name=phone-code]').waitFor();
    },
  },
  'an account that is active': {
    path: '/sign-up',
    api: {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': { body: { ...profile, missing: [] } },
    },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[name=code]').waitFor();
      await page.fill('[name=code]', '0417');
      await outcome(page, 'activated');
    },
  },
  'the question after activation': {
    path: '/sign-up',
    api: {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': { body: { ...profile, missing: [], feedbackToken: TOKEN } },
    },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[name=code]').waitFor();
      await page.fill('[name=code]', '0417');
      await page.locator('[role=radiogroup]').waitFor();
      await submit(page);
      await outcome(page, 'invalid');
    },
  },
  'the page behind the link in a mail': { path: '/activate#code=0417' },
  'activation, throttled': {
    path: '/activate#code=0417',
    api: { 'POST /v1/users/activation': { ...problem(429, 'throttled'), retryAfter: 65 } },
    reach: async (page) => {
      await signUp(page);
      await outcome(page, 'throttled');
    },
  },
  'sign-in': { path: '/sign-in' },
  'sign-in, refused': {
    path: '/sign-in',
    api: { 'POST /v1/sessions': problem(401, 'credentials-invalid') },
    reach: async (page) => {
      await signUp(page);
      await outcome(page, 'credentials-invalid');
    },
  },
  'sign-in, before activation': {
    path: '/sign-in',
    api: { 'POST /v1/sessions': problem(403, 'activation-required') },
    reach: async (page) => {
      await signUp(page);
      await page.locator('[name=code]').waitFor();
    },
  },
  'a forgotten password': { path: '/reset' },
  'a new password': {
    path: '/reset',
    api: { 'POST /v1/password-resets': { status: 202 } },
    reach: async (page) => {
      await page.fill('[name=email]', credentials.email);
      await submit(page);
      await outcome(page, 'sent');
    },
  },
  'a password that was reset': {
    path: '/reset#code=00428137',
    api: { 'POST /v1/password-resets/confirmation': { status: 204 } },
    reach: async (page) => {
      await type(page, { email: credentials.email, newPassword: 'eleven quiet harbours' });
      await submit(page);
      await outcome(page, 'done');
    },
  },
  'the account, signed out': { path: '/account', reach: (page) => page.locator('[name=password]').waitFor() },
  'the account': { path: '/account', api: signedIn, reach: signIn },
  'the account, saved': {
    path: '/account',
    api: { ...signedIn, 'PATCH /v1/users/me': { body: profile } },
    reach: async (page) => {
      await signIn(page);
      await submit(page, 'gatehouse-account-profile');
      await outcome(page, 'saved');
    },
  },
  'a change of address': { path: '/account', api: signedIn, reach: (page) => open(page, 'email', 'newEmail') },
  'a change of address, with its code': {
    path: '/account',
    api: { ...signedIn, 'POST /v1/users/me/email': { status: 202 } },
    reach: async (page) => {
      await open(page, 'email', 'newEmail');
      await type(page, { newEmail: 'ada@example.org', currentPassword: credentials.password });
      await submit(page, 'gatehouse-account-email');
      await page.locator('gatehouse-account-email [name=code]').waitFor();
    },
  },
  'a change of password': {
    path: '/account',
    api: signedIn,
    reach: (page) => open(page, 'password', 'currentPassword'),
  },
  'a change of phone': { path: '/account', api: signedIn, reach: (page) => open(page, 'phone', 'phone') },
  'the erasure': { path: '/account', api: signedIn, reach: (page) => open(page, 'data', 'password') },
  'an account that was erased': {
    path: '/account',
    api: { ...signedIn, 'DELETE /v1/users/me': { status: 204 } },
    reach: async (page) => {
      await open(page, 'data', 'password');
      await page.fill('gatehouse-account-data [name=password]', credentials.password);
      await submit(page, 'gatehouse-account-data');
      await outcome(page, 'erased');
    },
  },
  'the undo': { path: `/email-undo#token=${TOKEN}` },
  'the undo, with half a link': { path: '/email-undo', reach: (page) => outcome(page, 'incomplete') },
  'an address that is back': {
    path: `/email-undo#token=${TOKEN}`,
    api: { 'POST /v1/users/email-undo': { status: 204 } },
    reach: async (page) => {
      await submit(page);
      await outcome(page, 'undone');
    },
  },
};
