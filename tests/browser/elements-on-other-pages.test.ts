import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { ComponentStage, problem } from '../support/component-stage.js';
import { mail, profile, signedIn, signedUp, status } from '../support/elements/fake-answers.js';
import { eventually } from '../support/eventually.js';

const SCRIPTS = ['javascript:ran=1', ' JAVA\tscript:ran=1', 'data:text/html,x', 'blob:x', 'https://'];

const RULES = {
  fields: { name: 'required', surname: 'none', phone: 'accepted', birthDate: 'accepted', hobbies: 'none' },
  passwordMinLength: 12,
  resetCodeLength: 8,
  gapSeconds: 45,
};

/** A frontend that hands on what its own address says, without looking at it. */
const HOST = `<!doctype html><html lang="en"><title>The Shop</title>
<script>
  const asked = new URLSearchParams(location.search);
  const element = document.createElement('gatehouse-' + asked.get('element'));
  element.setAttribute('application', 'shop');
  for (const name of ['next-href', 'sign-in-href', 'sign-up-href', 'reset-href', 'terms-href', 'privacy-href'])
    element.setAttribute(name, asked.get('to'));
  document.addEventListener('DOMContentLoaded', () => document.body.append(element));
</script>
<script type="module" src="/elements/latest/gatehouse-elements.js"></script>`;

const stage = new ComponentStage({}, {}, { '/join': HOST });
beforeAll(() => stage.open());
afterAll(() => stage.close());

const hosting = (element: string, to: string) => `/join?${new URLSearchParams({ element, to })}`;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function fill(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('Password').fill('nine seven lanterns');
}

describe('what the components load', () => {
  const WORDS = '**/elements/**/en-*.js';

  it.each(['after a while', 'as soon as the browser is online'])('is requested again, words %s', async (when) => {
    const { complaints } = await stage.visit('/join', {}, async (page) => {
      let refused = 0;
      await page.clock.install();
      await page.route(WORDS, (route) => {
        refused += 1;
        return route.abort();
      });
      await page.goto(`${stage.origin}${hosting('sign-in', '/welcome')}`);
      await eventually('the words have failed', () => refused > 0);
      await page.unroute(WORDS);
      if (when === 'after a while')
        await eventually('a try', async () => {
          await page.clock.runFor(1_000);
          return (await page.getByLabel('Password').count()) > 0;
        });
      else
        await eventually('a try', async () => {
          await page.evaluate("dispatchEvent(new Event('online'))");
          return (await page.getByLabel('Password').count()) > 0;
        });
    });
    expect(complaints.filter((words) => !words.includes('ERR_FAILED'))).toEqual([]);
  });

  it('is requested again, rules of the sign-up by the next form', async () => {
    stage.api = { 'GET /v1/sign-up-rules': problem(503, 'busy') };
    await stage.visit(hosting('sign-up', '/welcome'), {}, async (page) => {
      await page.getByLabel('Password').waitFor();
      stage.api = { 'GET /v1/sign-up-rules': { body: RULES } };
      await page.evaluate(
        "document.body.replaceChildren(Object.assign(document.createElement('gatehouse-sign-up'), { application: 'shop' }))",
      );
      await page.getByLabel('First name').waitFor();
    });
  });
});

describe('addresses that a frontend gives to the components', () => {
  it.each(SCRIPTS)('lead nowhere if they are no addresses of the web: %j', async (to) => {
    stage.api = {
      ...signedIn,
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': { body: { ...profile, missing: [] } },
    };
    await stage.visit(hosting('sign-in', to), {}, async (page) => {
      await fill(page);
      expect(await page.getByRole('link').count()).toBe(0);
      const address = page.url();
      await press(page, 'Sign in');
      await page.getByText('You are signed in.').waitFor();
      expect([page.url(), await page.evaluate('typeof ran')]).toEqual([address, 'undefined']);
    });
    await stage.visit(hosting('sign-up', to), {}, async (page) => {
      await fill(page);
      await press(page, 'Create account');
      await page.getByLabel('Code', { exact: true }).fill('0417');
      await page.getByText('Your account is active.').waitFor();
      expect(await page.getByRole('link').count()).toBe(0);
    });
  });

  it.each(['/welcome', '?step=2', 'https://elsewhere.example/'])('lead on if they are: %s', async (to) => {
    await stage.visit(hosting('sign-in', to), {}, async (page) => {
      const link = page.getByRole('link', { name: 'Forgot your password?' });
      expect(await link.getAttribute('href')).toBe(to);
    });
  });
});
