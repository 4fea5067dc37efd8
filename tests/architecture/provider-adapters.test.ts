import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { MAIL_PROVIDERS, SMS_PROVIDERS } from '../../libs/platform/config/provider-tables.js';

const PROJECT = path.join(import.meta.dirname, '../..');
const read = (...parts: readonly string[]) => readFile(path.join(PROJECT, ...parts), 'utf8');

/** Every provider that the settings may name, but for the sandbox, which speaks for all of them. */
const names = [...new Set([...Object.keys(MAIL_PROVIDERS), ...Object.keys(SMS_PROVIDERS)])].filter(
  (name) => name !== 'sandbox',
);

const adapterOf = async (name: string): Promise<string> => {
  const folder = path.join('libs/notification/adapters', name);
  const files = await readdir(path.join(PROJECT, folder));
  return (await Promise.all(files.map((file) => read(folder, file)))).join('\n');
};

describe.each(names)('the adapter of %s', (name) => {
  it('cites the provider’s published pages, and when they were read', async () => {
    expect(await adapterOf(name)).toMatch(/@see[^@]*?https:\/\/[^@]*?\(read[\s*]+\d{4}-\d\d-\d\d\)/);
  });

  it('is in the table of providers', async () => {
    expect(await read('docs/providers.md')).toContain(`| \`${name}\` |`);
  });
});
