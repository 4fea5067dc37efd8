import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  accentColors,
  contrast,
  defaultAppearance,
  isDarkEnoughForWhite,
} from '../../../libs/applications/domain/application/appearance.js';

describe('the contrast of two colors', () => {
  // Pairs with their ratios from the tools that WCAG's authors name.
  it.each([
    ['#ffffff', '#000000', 21],
    ['#777777', '#ffffff', 4.48],
    ['#767676', '#ffffff', 4.54],
    ['#ff0000', '#ffffff', 4],
  ])('of %s and %s is %d, either way round', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBe(contrast(one, other));
  });
});

describe('an accent color', () => {
  const colors = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

  it('can be read on every ground of light and dark pages, and text can be read on it', () => {
    fc.assert(
      fc.property(colors, (color) => {
        fc.pre(isDarkEnoughForWhite(color));
        const { light, dark } = accentColors(color);
        for (const ground of ['#ffffff', '#f1f3f6', '#f5f6f8'])
          expect(contrast(light.accent, ground)).toBeGreaterThanOrEqual(4.5);
        for (const ground of ['#12161a', '#14191e', '#1b2127', '#1f262d'])
          expect(contrast(dark.accent, ground)).toBeGreaterThanOrEqual(5.5);
        for (const { accent, onAccent } of [light, dark])
          expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('moves no further than it has to: the color before it could not be read', () => {
    const grounds = { light: ['#f1f3f6', 4.5], dark: ['#1f262d', 5.5] } as const;
    fc.assert(
      fc.property(colors, (color) => {
        fc.pre(isDarkEnoughForWhite(color));
        for (const [look, [ground, needed]] of Object.entries(grounds)) {
          const { accent } = accentColors(color)[look as keyof typeof grounds];
          if (accent === color) continue;
          // One step of mixing moves each channel by 2 % of its way, so the contrast by a little.
          expect(contrast(accent, ground)).toBeLessThan(needed + 0.35);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('keeps its hue: it becomes lighter on dark pages, and darker on light ones', () => {
    const sums = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
    const { light, dark } = accentColors('#767676');
    expect(new Set(sums(light.accent)).size).toBe(1);
    expect(new Set(sums(dark.accent)).size).toBe(1);
    expect(light.accent < '#767676').toBe(true);
    expect(dark.accent > '#767676').toBe(true);
    expect(accentColors('#000000').light.accent).toBe('#000000');
  });

  it('stays as it is where it can be read already', () => {
    expect(accentColors('#0B6E4F').light.accent).toBe('#0b6e4f');
    expect(accentColors(defaultAppearance.accentColor).light.accent).toBe(defaultAppearance.accentColor);
  });

  it('is the same in pages and components as in previews and mails, where an application sets none', () => {
    const { light, dark } = accentColors(defaultAppearance.accentColor);
    const sheets = ['libs/elements/shared/styles.ts', 'apps/web/pages/files/hosted-page.css'].map((file) =>
      readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'),
    );
    for (const sheet of sheets) expect(sheet).toContain(`light-dark(${light.accent}, ${dark.accent})`);
    expect(sheets[0]).toContain(`--gatehouse-on-accent, light-dark(${light.onAccent}, ${dark.onAccent})`);
  });
});
