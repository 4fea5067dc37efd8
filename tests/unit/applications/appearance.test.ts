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
  const colors = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, '0')}`)
    .filter(isDarkEnoughForWhite);

  it('can be read on every ground of light and dark pages, and text can be read on it', () => {
    fc.assert(
      fc.property(colors, (color) => {
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
