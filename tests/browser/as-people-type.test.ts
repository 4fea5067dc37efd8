import 'reflect-metadata';
import type { Page } from 'playwright-core';
import { PageStage } from '../support/page-stage.js';

const stage = new PageStage({ defaultLocale: 'fr-CA' });
beforeAll(() => stage.open());
afterAll(() => stage.close());
beforeEach(() => stage.reset());

describe('the language of a page', () => {
  it.each([
    ['pl', 'fr'],
    ['de', 'de'],
    ['en-GB', 'en'],
  ])('for a browser of %s, where the application speaks French by default, is %s', async (locale, language) => {
    for (const path of ['/activate', '/reset', '/email-undo']) {
      await stage.visit(path, { locale }, async (page) => {
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
      });
    }
  });
});

describe('a code on a page', () => {
  it.each([
    ['Arabic digits', '٠٤١٧٠٤١٧'],
    ['Persian digits', '۰۴۱۷۰۴۱۷'],
    ['fullwidth digits', '０４１７０４１７'],
    ['spaces', '0417 0417'],
    ['a hyphen', '0417-0417'],
    ['invisible marks', '\u200e0417\u200b0417\u202c'],
  ])('may be typed with %s', async (_, typed) => {
    await stage.visit('/activate', { locale: 'en' }, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('neun sieben Laternen');
      await page.getByLabel('Code', { exact: true }).fill(typed);
      await page.keyboard.press('Enter');
      await page.getByText('Your account is active').waitFor();
    });
    stage.answer = { status: 204 };
    await stage.visit('/reset', { locale: 'en' }, async (page) => {
      await page.getByRole('button', { name: 'I have a code' }).click();
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Code', { exact: true }).fill(typed);
      await page.getByLabel('New password').fill('elf stille Häfen');
      await page.keyboard.press('Enter');
      await page.locator('[data-outcome=done]').waitFor();
    });
    expect(stage.calls.map(({ body }) => body)).toMatchObject([{ code: typed }, { code: typed }]);
  });

  it.each(['0417x', '041', '04.17'])('is not %s, and that is not sent', async (typed) => {
    await stage.visit('/activate', { locale: 'en' }, async (page) => {
      await page.getByLabel('Email address').fill('ada@example.com');
      await page.getByLabel('Password').fill('neun sieben Laternen');
      await page.getByLabel('Code', { exact: true }).fill(typed);
      await page.keyboard.press('Enter');
      expect(await page.locator('[name=code]:invalid').count()).toBe(1);
      expect(await page.locator('[name=code][aria-invalid=true]').count()).toBe(1);
    });
    expect(stage.calls).toEqual([]);
  });
});

describe('a pasted text with a code in it', () => {
  /** Copies a text elsewhere, and pastes it into the field of the code. */
  const paste = async (page: Page, text: string): Promise<string> => {
    await page.evaluate(`{
      const elsewhere = document.body.appendChild(document.createElement('textarea'));
      elsewhere.value = ${JSON.stringify(text)};
      elsewhere.select();
    }`);
    await page.keyboard.press('Control+C');
    const code = page.locator('[name=code]');
    await code.focus();
    await page.keyboard.press('Control+V');
    return code.inputValue();
  };

  it.each([
    ['Your code is 0417', '0417'],
    ['0417 is your code for The Shop. It is valid for 60 seconds.', '0417'],
    [
      `Your code for The Shop, which you asked for a moment ago and which nobody else may know, is:\n\n0417 0417\n`,
      '04170417',
    ],
    ['رمزك هو ٠٤١٧', '٠٤١٧'],
    ['0417 (https://id.example/activate#code=0417)', '0417'],
  ])('%j leaves the code alone in its field', async (text, code) => {
    for (const path of ['/activate', '/reset']) {
      await stage.visit(path, { locale: 'en' }, async (page) => {
        if (path === '/reset') await page.getByRole('button', { name: 'I have a code' }).click();
        expect(await paste(page, text)).toBe(code);
        expect(await page.locator('[name=code]:invalid').count()).toBe(0);
      });
    }
  });

  it.each(['0417 or 0418', 'Code 0417, 29 November 2026', 'Call +33 6 12 34 56 78', 'no code'])(
    '%j is for the person to make out',
    async (text) => {
      await stage.visit('/activate', { locale: 'en' }, async (page) => {
        expect(await paste(page, text)).toBe(text);
        expect(await page.locator('[name=code]:invalid').count()).toBe(1);
      });
    },
  );

  it('goes in as it is where it is a code already', async () => {
    await stage.visit('/activate', { locale: 'en' }, async (page) => {
      expect(await paste(page, '04 17')).toBe('04 17');
    });
  });
});

describe('an address on a page', () => {
  it('loses the invisible marks that it was copied with', async () => {
    await stage.visit('/reset', { locale: 'en' }, async (page) => {
      await page.getByLabel('Email address').fill('\u202aada@exa\u200bmple.com\u202c');
      await page.keyboard.press('Enter');
      await page.locator('[data-outcome=sent]').waitFor();
    });
    expect(stage.calls.map(({ body }) => body)).toEqual([{ email: 'ada@example.com' }]);
  });
});
