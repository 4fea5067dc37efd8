import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { ComponentStage, problem } from '../support/component-stage.js';
import {
  mail,
  profile,
  session,
  signedIn,
  signedUp,
  signedUpWithPhone,
  status,
} from '../support/elements/fake-answers.js';

const active = { body: { ...profile, missing: [] } };
const stage = new ComponentStage({ redirectTargets: ['https://shop.example/'] });
beforeAll(() => stage.open());
afterAll(() => stage.close());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const calls = (path: string) => stage.calls.filter(({ call }) => call === path);
const code = (page: Page) => page.getByLabel('Code', { exact: true });

async function signUp(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('Password').fill('nine seven lanterns');
  await press(page, 'Create account');
  await code(page).first().waitFor();
}

describe('sign-up', () => {
  it('asks for the least, in the words of autofill, and sends no more', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('queued') };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.getByLabel('Email address').waitFor();
      const inputs = await page.evaluate(
        `[...document.querySelectorAll('input')].map(({ name, autocomplete }) => [name, autocomplete])`,
      );
      expect(inputs).toEqual([
        ['email', 'username'],
        ['password', 'new-password'],
      ]);
      await signUp(page);
      expect(await code(page).getAttribute('autocomplete')).toBe('one-time-code');
    });
    expect(calls('POST /v1/users').map(({ body }) => body)).toEqual([
      { email: 'ada@example.com', password: 'nine seven lanterns', locale: 'en' },
    ]);
  });

  it('tells the password’s rules before anything is typed, met one by one, and how strong it is', async () => {
    await stage.visit('/sign-up', {}, async (page) => {
      const met = () => page.evaluate(`[...document.querySelectorAll('.gh-rule')].map(({ dataset }) => dataset.met)`);
      await page.getByText('At least 8 characters').waitFor();
      expect(await met()).toEqual(['false', 'false', 'false']);
      await page.getByLabel('Email address').fill('okapi.lamp@example.com');
      await page.getByLabel('Password').pressSequentially('okapilamp');
      await page.locator('[data-strength]').waitFor();
      expect(await met()).toEqual(['true', 'false', 'true']);
      await page.getByLabel('Password').fill('password123');
      await page.waitForFunction(`document.querySelectorAll('.gh-rule[data-met=true]').length === 2`);
      expect(await page.locator('[data-strength]').getAttribute('data-strength')).toBe('0');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await page.locator('[data-strength="4"], [data-strength="3"]').waitFor();
      expect(await met()).toEqual(['true', 'true', 'true']);
      await press(page, 'Show');
      expect(await page.getByLabel('Password').getAttribute('type')).toBe('text');
    });
  });

  it('ties what the service refuses to its field, as text, and leads there', async () => {
    const message = 'Is <b>everybody’s</b>.';
    stage.api = {
      'POST /v1/users': problem(422, 'validation-failed', {
        errors: [{ pointer: '/email', code: 'email-invalid', message }],
      }),
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Create account');
      await page.getByText(message).waitFor();
      const said = await page.evaluate(`{
        const field = document.activeElement;
        const ids = field.getAttribute('aria-describedby').split(' ');
        ({ name: field.name, described: ids.map((id) => document.getElementById(id).textContent) });
      }`);
      expect(said).toEqual({ name: 'email', described: [message] });
      expect(await page.getByLabel('Password').inputValue()).toBe('nine seven lanterns');
    });
  });

  it('keeps what was typed while nobody answers, and says so', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('queued') };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await page.context().setOffline(true);
      await press(page, 'Create account');
      await page.getByText('You are offline.').waitFor();
      await page.context().setOffline(false);
      await press(page, 'Create account');
      await code(page).waitFor();
    });
  });

  it('goes back for another address, with what was typed', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('failed') };
    await stage.visit('/sign-up', {}, async (page) => {
      await signUp(page);
      await page.getByText('The email could not be sent.').first().waitFor();
      await press(page, 'Change my email address');
      expect(await page.getByLabel('Email address').inputValue()).toBe('ada@example.com');
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Create your account');
    });
  });
});

describe('the code', () => {
  it('is sent with its last digit, and the password is not asked again', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('sent', 42), 'POST /v1/users/activation': active };
    await stage.visit('/sign-up', {}, async (page) => {
      await signUp(page);
      expect(await page.locator('input').count()).toBe(1);
      await page.keyboard.type('0417');
      await page.getByText('Your account is active. You can sign in now.').waitFor();
    });
    const [proof, ...more] = calls('POST /v1/users/activation');
    expect(more).toEqual([]);
    expect(proof?.body).toEqual({ code: '0417' });
    expect(Buffer.from(proof?.authorization?.replace('Basic ', '') ?? '', 'base64').toString()).toBe(
      'ada@example.com:nine seven lanterns',
    );
  });

  it('counts down by the service’s clock, and tells when it has expired', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('sent', 42) };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.clock.install({ time: new Date('2031-01-01T00:00:00Z') });
      await signUp(page);
      await page.getByText('Valid for 0:42 more').waitFor();
      await page.clock.runFor(10_000);
      await page.getByText('Valid for 0:32 more').waitFor();
      await page.clock.runFor(33_000);
      await page.getByText('Your code has expired.').first().waitFor();
    });
  });

  it('forgets the password when its minute has passed, and asks for it', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('sent', 42) };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.clock.install();
      await signUp(page);
      await page.getByText('Valid for 0:42 more').waitFor();
      expect(await page.getByLabel('Password').count()).toBe(0);
      await page.clock.runFor(65_000);
      await page.getByLabel('Password').waitFor();
      expect(await page.getByLabel('Email address').inputValue()).toBe('ada@example.com');
    });
  });

  it('offers another one when the gap has passed, and counts the wait that the service asks for', async () => {
    stage.api = {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation/code': { ...problem(429, 'throttled'), retryAfter: 12 },
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.clock.install();
      await signUp(page);
      const early = page.getByRole('button', { name: /^Send another code in 0:(30|29)$/ });
      await early.waitFor();
      expect(await early.isDisabled()).toBe(true);
      await page.clock.runFor(31_000);
      await press(page, 'Send another code');
      await page.getByRole('button', { name: /^Send another code in 0:1[12]$/ }).waitFor();
      await page.clock.runFor(13_000);
      stage.api = { ...stage.api, 'POST /v1/users/activation/code': { status: 202 } };
      await press(page, 'Send another code');
      await page.getByText('another one is on its way').waitFor();
    });
  });

  it('is told wrong at its field, and can be typed again at once', async () => {
    stage.api = {
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': problem(422, 'code-invalid'),
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await signUp(page);
      await page.keyboard.type('0000');
      await page.getByText('Wrong code.').waitFor();
      expect(await page.locator('[role=status] [data-outcome]').count()).toBe(0);
      stage.api = { ...stage.api, 'POST /v1/users/activation': active };
      await page.keyboard.type('0417');
      await page.getByText('Your account is active. You can sign in now.').waitFor();
    });
  });

  it('of the phone is asked beside that of the mailbox, in any order', async () => {
    const phone = { delivery: 'sent', sentAt: '2026-05-01T11:59:42.000Z', expiresAt: '2026-05-01T12:04:42.000Z' };
    stage.api = {
      'POST /v1/users': signedUpWithPhone,
      [status]: mail('sent', 42, phone),
      'POST /v1/users/activation/phone': { body: { ...profile, state: 'pending', missing: ['email'] } },
      'POST /v1/users/activation': active,
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await signUp(page);
      await page.getByText('Valid for 4:42 more').waitFor();
      await page.locator('[name=phone-code]').fill('004217');
      await page.getByText('Your phone is confirmed.').waitFor();
      await page.keyboard.type('0417');
      await page.getByText('Your account is active. You can sign in now.').waitFor();
    });
  });
});

describe('the components', () => {
  it('say each outcome once, to people who listen', async () => {
    stage.api = { 'POST /v1/sessions': { ...problem(429, 'throttled'), retryAfter: 65 } };
    await stage.visit('/sign-in', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await page.evaluate(`{
        window.said = [];
        const hear = ({ addedNodes }) => addedNodes.forEach((node) => node.textContent.trim() && said.push(node.textContent));
        for (const region of document.querySelectorAll('[role=status]'))
          new MutationObserver((changes) => changes.forEach(hear)).observe(region, { childList: true, subtree: true });
      }`);
      await page.clock.install();
      await press(page, 'Sign in');
      await page.getByText('You can try again in 1:05.').waitFor();
      await page.clock.runFor(5_000);
      await page.getByText('You can try again in 1:00.').waitFor();
      expect(await page.evaluate('said')).toEqual(['Too many attempts.']);
    });
  });

  it.each([
    `"><img src=x onerror="ran=1"><script>ran=1</script>`,
    `javascript:ran=1//'-ran=1-'`,
    `{{ran=1}} \${ran=1} <%ran=1%> $t(ran)`,
    `</p><svg onload=ran=1><a href="javascript:ran=1">x</a>`,
    `\u202e<iframe srcdoc="<script>parent.ran=1</script>">`,
  ])('run nothing of what a person, an application or the service says: %s', async (evil) => {
    const user = { ...profile, name: evil, email: evil, phone: evil };
    stage.api = {
      ...signedIn,
      'GET /v1/users/me': { body: user },
      'POST /v1/sessions': { ...session, body: { ...session.body, user } },
      'PATCH /v1/users/me': problem(409, 'strange', { title: evil, detail: evil }),
    };
    await stage.visit('/sign-in', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Sign in');
      await page.locator('gatehouse-account-profile').getByRole('button', { name: 'Save' }).click();
      expect(await page.locator('gatehouse-account-profile [data-outcome=strange]').textContent()).toBe(evil);
      expect(await page.getByLabel('First name').inputValue()).toBe(evil);
      expect(await page.locator('main :is(img, script, svg, iframe, a[href^=javascript])').count()).toBe(0);
      expect(await page.evaluate('typeof ran')).toBe('undefined');
    });
  });

  it('keep the place where outcomes are read out from step to step', async () => {
    stage.api = {
      ...signedIn,
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': active,
      'DELETE /v1/sessions/current': { status: 204 },
    };
    const keep = `{ window.region = document.querySelector('main [role=status]:not(.gh-hidden)'); }`;
    const said = '[region.isConnected, region.textContent.trim()]';
    await stage.visit('/sign-up', {}, async (page) => {
      await signUp(page);
      await page.evaluate(keep);
      await page.keyboard.type('0417');
      await page.getByText('Your account is active.').waitFor();
      expect(await page.evaluate(said)).toEqual([true, 'Your account is active. You can sign in now.']);
    });
    await stage.visit('/account', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await page.evaluate(keep);
      await press(page, 'Sign in');
      await page.locator('.gh-who').getByRole('button', { name: 'Sign out' }).click();
      await page.getByText('You are signed out.').waitFor();
      expect(await page.evaluate(said)).toEqual([true, 'You are signed out.']);
    });
  });

  it('keep the focus in the list when another session is ended', async () => {
    stage.api = { ...signedIn, 'DELETE /v1/sessions/s-2': { status: 204 } };
    await stage.visit('/account', {}, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('nine seven lanterns');
      await press(page, 'Sign in');
      await page.locator('gatehouse-account-sessions').getByRole('button', { name: 'Sign out' }).press('Enter');
      await page.getByText('That device has been signed out.').waitFor();
      await page.waitForFunction("document.activeElement.textContent.trim() === 'Where you are signed in'");
    });
  });

  it('move nothing for people who asked for less motion', async () => {
    stage.api = { 'POST /v1/users': signedUp, [status]: mail('queued') };
    for (const [reducedMotion, animation] of [
      ['no-preference', 'gh-pulse'],
      ['reduce', 'none'],
    ] as const) {
      await stage.visit('/sign-up', { reducedMotion }, async (page) => {
        await signUp(page);
        await page.locator('[data-delivery=queued]').waitFor();
        expect(await page.evaluate(`getComputedStyle(document.querySelector('.gh-dot')).animationName`)).toBe(
          animation,
        );
      });
    }
  });

  it('need no pointer: the keyboard alone leads from the sign-up into the account', async () => {
    stage.api = {
      ...signedIn,
      'POST /v1/users': signedUp,
      [status]: mail('sent', 42),
      'POST /v1/users/activation': active,
      'PATCH /v1/users/me': { body: { ...profile, name: 'Augusta' } },
    };
    await stage.visit('/sign-up', {}, async (page) => {
      await page.getByLabel('Email address').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.type('ada@example.com');
      await page.keyboard.press('Tab');
      await page.keyboard.type('nine seven lanterns');
      await page.keyboard.press('Enter');
      await code(page).waitFor();
      await page.keyboard.type('0417');
      await page.getByRole('link', { name: 'Continue' }).waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/account');
      await page.getByLabel('Email address').waitFor();
      const to = async (said: string) => {
        const focused = '(document.activeElement.labels?.[0] ?? document.activeElement).textContent.trim()';
        for (let presses = 0; presses < 20; presses += 1) {
          await page.keyboard.press('Tab');
          if ((await page.evaluate<string>(focused)) === said) return;
        }
        throw new Error(`The keyboard does not reach “${said}”`);
      };
      await to('Email address');
      await page.keyboard.type('ada@example.com');
      await to('Password');
      await page.keyboard.type('nine seven lanterns');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Profile' }).waitFor();
      await to('First name');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Augusta');
      await page.keyboard.press('Enter');
      await page.getByText('Saved.').waitFor();
      await to('Change password');
      await page.keyboard.press('Enter');
      await page.getByLabel('Current password').waitFor();
      expect(await page.evaluate('document.activeElement.name')).toBe('currentPassword');
      await to('Cancel');
      await page.keyboard.press('Enter');
      await page.getByLabel('Current password').waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Change password');
    });
  });

  it('speak the person’s language to the service too', async () => {
    stage.api = { 'POST /v1/password-resets': { status: 202 } };
    await stage.visit('/reset', { locale: 'fr-CA' }, async (page) => {
      await page.getByLabel('Adresse e-mail').fill('ada@example.com');
      await press(page, 'Envoyer un code');
      await page.getByText('un code est en route').waitFor();
    });
    expect(stage.calls[0]?.language).toBe('fr');
  });
});
