import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { ComponentStage } from '../support/component-stage.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env['SHOTS'];

/** As borderline as the service takes it: white text on it has a contrast of 4.54. */
const ACCENT = '#767676';
const LINKS = { termsUrl: 'https://shop.example/terms', privacyUrl: 'https://shop.example/privacy' };
const APPEARANCE = { ...LINKS, accentColor: ACCENT, cornerRadius: 2, supportEmail: 'help@shop.example' };
const PATHS = ['/a/shop', '/a/shop/sign-up', '/sign-in?application=shop', '/'];

const PAGE_OF_ANOTHER_SITE = {
  '/their-page': `<!doctype html><html lang="en"><link rel="stylesheet" href="/a/shop/appearance.css">
    <script type="module" src="/elements/latest/gatehouse-elements.js"></script>
    <gatehouse-sign-in application="shop"></gatehouse-sign-in></html>`,
};

const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`);

describe('the pages of an application with an appearance of its own', () => {
  const stage = new ComponentStage({ name: 'Shop', appearance: APPEARANCE }, {}, PAGE_OF_ANOTHER_SITE);
  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  describe.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('at %d pixels, %s', (width, colorScheme) => {
    it.each(PATHS)('%s fits, complains of nothing, and axe finds nothing', async (path) => {
      const options = { viewport: { width, height: 800 }, colorScheme };
      const { complaints, strangers } = await stage.visit(path, options, async (page) => {
        await page.locator('[part~=root], .places').first().waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await styleOf(page, 'main', 'border-radius')).toBe('3.2px');
        expect(await page.title()).toContain('Shop');
        expect(await page.locator('footer a').allInnerTexts()).toEqual(['Terms of use', 'Privacy policy', 'Help']);
        if (SHOTS) {
          const name = `looks${path.replaceAll(/[^a-z]+/g, '-')}-${width}-${colorScheme}`;
          await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
        }
        await page.evaluate(AXE);
        const found = await page.evaluate<{ violations: { id: string; nodes: { failureSummary: string }[] }[] }>(
          'axe.run()',
        );
        expect(found.violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
      });
      expect({ complaints, strangers }).toEqual({ complaints: [], strangers: [] });
    });
  });

  it('have the accent color on buttons in light, and a lighter one in dark', async () => {
    for (const [colorScheme, isAsSet] of [
      ['light', true],
      ['dark', false],
    ] as const)
      await stage.visit('/a/shop/sign-in', { colorScheme }, async (page) => {
        await page.locator('[type=submit]').waitFor();
        const [red = 0] = (await styleOf(page, '[type=submit]', 'background-color')).match(/\d+/g)?.map(Number) ?? [];
        expect(red <= 0x76).toBe(isAsSet);
      });
  });

  it('can be used by components on pages of other sites', async () => {
    await stage.visit('/their-page', {}, async (page) => {
      await page.locator('[type=submit]').waitFor();
      expect(await styleOf(page, '[type=submit]', 'border-radius')).toBe('2px');
    });
  });

  it('have a style sheet that is kept for good by the address that names its content, and asked about otherwise', async () => {
    const get = (path: string, headers = {}) =>
      fetch(`${stage.origin.replace('gatehouse.example', '127.0.0.1')}${path}`, { headers });
    const page = await (await get('/a/shop/sign-in')).text();
    const [, href = ''] = /href="([^"]+appearance\.css[^"]*)"/.exec(page) ?? [];
    const kept = await get(href);
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/a/shop/appearance.css', '/a/shop/appearance.css?v=0000']) {
      const asked = await get(path, { Origin: 'https://shop.example' });
      expect([asked.status, asked.headers.get('cache-control')]).toEqual([200, 'no-cache']);
      expect(asked.headers.get('access-control-allow-origin')).toBe('*');
      expect(
        (await get(path, { 'If-None-Match': asked.headers.get('etag'), 'Cache-Control': 'max-age=0' })).status,
      ).toBe(304);
    }
  });
});

describe.each(['light', 'dark'] as const)('the pages of an application that is always %s', (colorScheme) => {
  const stage = new ComponentStage({ appearance: { colorScheme } });
  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  it('are so on every device, from the first frame', async () => {
    for (const device of ['light', 'dark'] as const)
      await stage.visit('/a/shop/sign-in', { colorScheme: device }, async (page) => {
        await page.locator('[type=submit]').waitFor();
        const isLight = (await styleOf(page, 'main', 'background-color')) === 'rgb(255, 255, 255)';
        expect(isLight).toBe(colorScheme === 'light');
        expect(await page.locator('meta[name=color-scheme]').getAttribute('content')).toBe(colorScheme);
      });
  });
});
