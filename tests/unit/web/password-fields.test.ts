import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const PROJECT = path.join(import.meta.dirname, '../../..');
const files = globSync('{apps/web,libs/elements}/**/*.{ts,js}', {
  cwd: PROJECT,
  exclude: ['**/{dist,node_modules}'],
});
const sources = files.map((file) => ({ file, text: readFileSync(path.join(PROJECT, file), 'utf8') }));
const withText = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

describe('the fields for passwords', () => {
  it('take what is pasted: only a code is taken out of the sentence that is pasted with it', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(withText(/@paste|'paste'/)).toEqual(['libs/elements/shared/code/code-field.ts']);
  });

  it('leave nothing behind: what a tab keeps of a session opens nothing without its cookie', () => {
    expect(withText(/localStorage|indexedDB|document\.cookie/)).toEqual([]);
    const [file, ...others] = withText(/sessionStorage/);
    expect(others).toEqual([]);
    const { text = '' } = sources.find((source) => source.file === file) ?? {};
    expect(text.match(/sessionStorage\.setItem\((.*)\);/)?.[1]).toBe(
      'name, JSON.stringify({ ...session, accessToken: null, refreshToken: null })',
    );
  });
});
