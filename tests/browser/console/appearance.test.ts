import type { Page } from 'playwright-core';
import { APPEARANCES } from '../../support/console-stage.js';
import { ConsoleVisits } from '../../support/console-visits.js';
import { eventually } from '../../support/eventually.js';
import { png, svg } from '../../support/images.js';

const PLACE = '/default/settings?section=appearance';
const SHOTS = process.env['SHOTS'];

const accent = (page: Page) => page.getByRole('textbox', { name: 'Accent color', exact: true });
const drop = (page: Page, name: string, mimeType: string, buffer: Buffer) =>
  page.getByLabel('File with the logo').setInputFiles({ name, mimeType, buffer });
const colorOf = (page: Page, scheme: string) =>
  page.evaluate<string>(
    `getComputedStyle(document.querySelector('figure[aria-label="${scheme} preview"]')).getPropertyValue('--preview-accent')`,
  );

describe('the appearance of an application, in the console', () => {
  const visits = new ConsoleVisits();
  beforeAll(() => visits.open());
  afterAll(() => visits.close());
  beforeEach(() => visits.stage.admin.changeApplication('default', { appearance: null }));

  const saved = async () => {
    const { key } = await visits.stage.admin.keyOf();
    const { body } = await visits.stage.admin.call(key, 'get', '/v1/admin/applications/default');
    return body as { appearance: object; logo: { path: string; type: string } | null };
  };

  it('is previewed while one types, in light and dark, with its contrast in words, and saved', async () => {
    await visits.visit(PLACE, async (page) => {
      await accent(page).fill('#0b6e4f');
      expect(await colorOf(page, 'Light')).toBe('#0b6e4f');
      expect(await colorOf(page, 'Dark')).not.toBe('#0b6e4f');
      await page.getByText('White text on it has a contrast of 6.3 to 1').waitFor();
      await accent(page).fill('#ffcc00');
      await page.getByText(/^Too light: white text on it has a contrast of 1\.5 to 1/).waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText(/^Must be dark enough for white text: a contrast of at least 4.5:1/).waitFor();
      await visits.isAccessible(page);
      await page.getByRole('button', { name: /^Use #[0-9a-f]{6} instead$/ }).click();
      await page.getByRole('textbox', { name: 'Corner radius' }).fill('3');
      await page.getByText('Dark', { exact: true }).click();
      expect(await page.getByRole('figure').count()).toBe(1);
      await page.getByRole('textbox', { name: 'Support address' }).fill('help@shop.example');
      await page.getByRole('figure').getByText('Help').waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.').waitFor();
    });
    expect((await saved()).appearance).toMatchObject({
      accentColor: expect.stringMatching(/^#[0-9a-f]{6}$/),
      cornerRadius: 3,
      colorScheme: 'dark',
      supportEmail: 'help@shop.example',
    });
  });

  it('has a logo that is dropped, shown on both grounds, and removed', async () => {
    await visits.visit(PLACE, async (page) => {
      await drop(page, 'logo.png', 'image/png', png(120, 60));
      await page.getByRole('img', { name: 'Logo on a dark ground' }).waitFor();
      await page.getByText('Saved.').waitFor();
      await visits.isAccessible(page);
      expect((await saved()).logo).toMatchObject({ type: 'image/png' });
      await drop(page, 'logo.svg', 'image/svg+xml', svg('<script>1</script><path d="M0 0h48v32z" fill="#0b6e4f"/>'));
      await page.getByText('Saved, but without some of it').waitFor();
      await page.getByRole('listitem').filter({ hasText: 'script' }).waitFor();
      await page.getByText(/many mail programs do not show SVG/).waitFor();
      await eventually('the logo of the preview', () =>
        page.evaluate<boolean>('document.querySelector("figure img")?.naturalWidth > 0'),
      );
      await visits.isAccessible(page);
      await page.getByRole('button', { name: 'Save it as a PNG' }).click();
      await eventually('a PNG of the logo', async () => (await saved()).logo?.type === 'image/png');
      await page.getByText('Mails show the name alone').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Remove the logo' }).click();
      await page.getByRole('img', { name: 'Logo on a dark ground' }).waitFor({ state: 'detached' });
      expect((await saved()).logo).toBeNull();
    });
  });

  it('says why a file cannot be the logo', async () => {
    await visits.visit(PLACE, async (page) => {
      for (const [name, type, file, words] of [
        ['logo.png', 'image/png', png(9, 9), 'Must be 16 to 2048 pixels wide and high'],
        ['logo.png', 'image/png', png().subarray(0, 50), /Must be a complete PNG, WebP or SVG image/],
        ['logo.svg', 'image/svg+xml', svg('<script>1</script>'), 'Contains nothing that can be shown'],
        ['logo.png', 'image/png', Buffer.alloc(201 * 1024), /The file has 201 KiB/],
      ] as const) {
        await drop(page, name, type, file);
        await page.getByRole('alert').getByText(words).waitFor();
      }
      await visits.isAccessible(page);
    });
  });

  it.each(APPEARANCES)('has no barrier at $width pixels, $colorScheme', async ({ width, colorScheme }) => {
    const appearance = { accentColor: '#8a1c5b', supportEmail: 'help@shop.example' };
    await visits.stage.admin.changeApplication('default', { appearance });
    await visits.visit(
      PLACE,
      async (page) => {
        await page.getByRole('figure').first().waitFor();
        await visits.isAccessible(page);
        if (SHOTS)
          await page.screenshot({ path: `${SHOTS}/console-appearance-${width}-${colorScheme}.png`, fullPage: true });
      },
      { viewport: { width, height: 900 }, colorScheme },
    );
  });

  it('is read-only to someone with the role support', async () => {
    await visits.visitAsSupport(PLACE, async (page) => {
      await accent(page).waitFor();
      expect(await accent(page).getAttribute('readonly')).not.toBeNull();
      expect(await page.getByLabel('File with the logo').count()).toBe(0);
    });
  });
});
