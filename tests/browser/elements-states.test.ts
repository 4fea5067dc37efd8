import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ComponentStage } from '../support/component-stage.js';
import { STATES } from '../support/elements/states.js';

/** What came of something stands off its border, whatever else is said of paragraphs. */
const CRAMPED_OUTCOMES = `[...document.querySelectorAll('.gh-outcome')]
  .filter((outcome) => outcome.offsetHeight > 0 && parseFloat(getComputedStyle(outcome).paddingInlineStart) < 12).length`;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TERMS = {
  version: '2026-11',
  termsUrl: 'https://shop.example/terms',
  privacyUrl: 'https://shop.example/privacy',
};

const WIDTHS = [1280, 390] as const;
const SCHEMES = ['light', 'dark'] as const;
const LANGUAGES = ['en', 'ar'] as const;
/** Each a person's browser. The one at `n` and the one at `7 - n` have nothing in common. */
const BROWSERS = WIDTHS.flatMap((width) =>
  SCHEMES.flatMap((colorScheme) => LANGUAGES.map((locale) => ({ width, colorScheme, locale }))),
);

/** Two browsers that have nothing in common for each state, in turn. With AXE_ALL=1, all eight. */
const CASES = Object.keys(STATES).flatMap((name, index) =>
  BROWSERS.filter((_browser, at) => process.env['AXE_ALL'] === '1' || at === index % 4 || at === 7 - (index % 4)).map(
    (browser) => ({ name, ...browser }),
  ),
);
const SHOTS = process.env['SHOTS'];

describe('every state of pages and components', () => {
  const stage = new ComponentStage({}, (slug) => (slug === 'agreeing' ? { terms: TERMS } : {}));
  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  it.each(CASES)(
    '$name is there, fits, and axe finds nothing, in $locale, $colorScheme, at $width pixels',
    async ({ name, width, colorScheme, locale }) => {
      const { path, api = {}, reach } = STATES[name] ?? { path: '/' };
      stage.api = api;
      const viewport = { width, height: width < 500 ? 844 : 900 };
      const options = { locale, colorScheme, viewport, ...(locale === 'ar' && { reducedMotion: 'reduce' as const }) };
      const { complaints, strangers } = await stage.visit(path, options, async (page) => {
        await page.locator('[part~=root], .places').first().waitFor();
        await reach?.(page);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        const picture = `${name.replaceAll(/[^a-z]+/g, '-')}-${locale}-${width}-${colorScheme}`;
        if (SHOTS) await page.screenshot({ path: `${SHOTS}/${picture}.png`, fullPage: true });
        expect(await page.evaluate(CRAMPED_OUTCOMES)).toBe(0);
        await page.evaluate(AXE);
        const { violations } = await page.evaluate<{
          violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
        }>('axe.run()');
        expect(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]),
        ).toEqual([]);
      });
      expect({ complaints, strangers }).toEqual({ complaints: [], strangers: [] });
    },
  );
});
