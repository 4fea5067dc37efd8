import { randomUUID } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { ConsoleVisits } from '../../support/console-visits.js';

/** The value of a card. */
const figure = (page: Page, label: string) =>
  page.getByText(label, { exact: true }).locator('xpath=following-sibling::*[1]').textContent();
const line = (email: string, more: object = {}) => JSON.stringify({ email, emailVerified: true, ...more });

describe('import and export in the console', () => {
  const visits = new ConsoleVisits();
  beforeAll(() => visits.open());
  afterAll(() => visits.close());

  it('imports a dropped file, and names each refused line', async () => {
    const batch = randomUUID();
    const lines = Array.from({ length: 1_200 }, (_, at) => line(`${at}-${batch}@dropped.example`));
    lines[699] = '{"email":"nobody"}';
    await visits.visit('/default/import', async (page) => {
      const dropped = await page.evaluateHandle(`(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([${JSON.stringify(lines.join('\n'))}], 'people.ndjson'));
        return transfer;
      })()`);
      await page.getByRole('region', { name: 'File to import' }).dispatchEvent('drop', { dataTransfer: dropped });
      await page.getByText('Finished · 100 %').waitFor();
      await page.getByRole('cell', { name: '700', exact: true }).waitFor();
      expect(await page.getByText('1,199').count()).toBeGreaterThan(0);
      await visits.isAccessible(page);
    });
    const [{ count } = { count: 0 }] = await visits.stage.db.sql<{ count: number }[]>`
      select count(*)::int from gatehouse.users where email like ${`%-${batch}@dropped.example`}`;
    expect(count).toBe(1_199);
  });

  it('only counts what an earlier run of the same file has imported', async () => {
    const lines = [line(`${randomUUID()}@again.example`), line(`${randomUUID()}@again.example`)].join('\n');
    for (const [imported, repeated] of [
      ['2', '0'],
      ['0', '2'],
    ])
      await visits.visit('/default/import', async (page) => {
        const file = { name: 'again.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) };
        await page.locator('input[type=file]').setInputFiles(file);
        await page.getByText('Finished · 100 %').waitFor();
        expect(await figure(page, 'Imported')).toBe(imported);
        expect(await figure(page, 'Already imported')).toBe(repeated);
      });
  });

  it('goes on where a lost connection has interrupted it', async () => {
    const lines = Array.from({ length: 1_001 }, (_, at) => line(`${at}-${randomUUID()}@import.example`)).join('\n');
    await visits.visit('/default/import', async (page) => {
      let calls = 0;
      await page.route('**/v1/admin/import*', (route) => {
        calls += 1;
        return calls === 2 ? route.abort() : route.continue();
      });
      const file = { name: 'offline.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) };
      await page.locator('input[type=file]').setInputFiles(file);
      await page.getByText('The service cannot be reached').waitFor();
      expect(await figure(page, 'Imported')).toBe('500');
      await visits.isAccessible(page);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Finished · 100 %').waitFor();
      expect(await figure(page, 'Imported')).toBe('1,001');
    });
  });

  it('exports everyone into a file', async () => {
    await visits.visit('/default/import', async (page) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export everyone' }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe('default-people.ndjson');
      const people = (await textOf(await file.createReadStream())).trim().split('\n');
      expect(people.length).toBeGreaterThan(2_000);
      expect(people.every((each) => JSON.parse(each).email !== undefined)).toBe(true);
      await page.getByText(/\d people, .*: downloaded/).waitFor();
    });
  });

  it('says to someone with the role support that their role does not include it', async () => {
    await visits.visitAsSupport('/default/import', async (page) => {
      await page.getByText('Your role does not include this').waitFor();
      await visits.isAccessible(page);
    });
  });
});
