import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const records = readdirSync(`${root}docs/adr`).filter((name) => /^\d{4}-/.test(name));
const rows = [
  ...readFileSync(`${root}docs/adr/README.md`, 'utf8').matchAll(
    /^\| \[(\d{4})\]\(([^)]+)\) \| ([^|]+) \| ([^|]+) \|/gm,
  ),
].map(([, number = '', file = '', title = '']) => ({ number, file, title }));

describe('the list of decisions', () => {
  it('has a row for each record, by number, and none twice', () => {
    expect(rows.map(({ file }) => file)).toEqual(records.sort());
    expect(new Set(rows.map(({ number }) => number)).size).toBe(rows.length);
  });

  it.each(rows)('gives $number the number and the title of its record', ({ number, file, title }) => {
    const [heading] = readFileSync(`${root}docs/adr/${file}`, 'utf8').split('\n');
    expect(file.startsWith(`${number}-`)).toBe(true);
    expect(heading).toBe(`# ${number}: ${title}`);
  });

  it('is all that the code and the documents refer to', () => {
    const known = new Set(rows.map(({ number }) => Number(number)));
    const sources = globSync('{apps,libs,tests,docs}/**/*.{ts,md,sql}', {
      cwd: root,
      exclude: (name) => /(^|\/)(node_modules|dist)(\/|$)/.test(name),
    });
    const unknown = sources.flatMap((file) =>
      [...readFileSync(`${root}${file}`, 'utf8').matchAll(/\bADR[ -](\d+)/g)]
        .filter(([, number]) => !known.has(Number(number)))
        .map(([reference]) => `${file}: ${reference}`),
    );
    expect(sources.length).toBeGreaterThan(500);
    expect(unknown).toEqual([]);
  });
});

it.each(globSync('{*.md,docs/**/*.md}', { cwd: root }))('%s links to files that exist', (page) => {
  const targets = [...readFileSync(`${root}${page}`, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
    ([, to = '']) => to,
  );
  const here = targets.filter((to) => !/^[a-z]+:|^\//.test(to));
  expect(here.filter((to) => !existsSync(resolve(root, dirname(page), to)))).toEqual([]);
});
