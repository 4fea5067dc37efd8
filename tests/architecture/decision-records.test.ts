import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const records = readdirSync(`${root}docs/adr`).filter((name) => /^\d{4}-/.test(name));
const rows = [
  ...readFileSync(`${root}docs/adr/README.md`, 'utf8').matchAll(
    /^\| \[(\d{4})\]\(([^)]+)\) \| ([^|]+) \| ([^|]+) \|/gm,
  ),
].map(([, number = '', file = '', title = '', status = '']) => ({ number, file, title, status }));

const read = (file: string): string => readFileSync(`${root}docs/adr/${file}`, 'utf8');
/** A line of a record's head, such as `- Status: accepted`; null where it has none. */
const headOf = (file: string, name: string): string | null =>
  new RegExp(`^- ${name}: (.*)$`, 'm').exec(read(file))?.[1] ?? null;
const statusOf = (file: string): string | null => headOf(file, 'Status');
const linksIn = (text: string | null): readonly string[] =>
  [...(text ?? '').matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, file = '']) => file);
const confirmationOf = (file: string): string => read(file).split('## Confirmation')[1] ?? '';

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

  it.each(rows)('gives $number the status of its record', ({ file, status }) => {
    expect(status).toBe(statusOf(file));
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

describe('a decision', () => {
  it.each(records)('%s has a status, and a later one that changes it is linked both ways', (file) => {
    expect(statusOf(file)).toMatch(/^(accepted(, amended by \[.+)?|superseded by \[.+)$/);
    const later = linksIn(statusOf(file));
    const earlier = linksIn(`${headOf(file, 'Amends')} ${headOf(file, 'Supersedes')}`);
    expect(
      later.filter((other) => !linksIn(`${headOf(other, 'Amends')} ${headOf(other, 'Supersedes')}`).includes(file)),
    ).toEqual([]);
    expect(earlier.filter((other) => !linksIn(statusOf(other)).includes(file))).toEqual([]);
  });

  it.each(records)('%s is confirmed by tests that exist', (file) => {
    const named = [...confirmationOf(file).matchAll(/(?:tests\/)?[\w./-]+\.test\.ts|tests\/[\w/-]+/g)].map(
      ([test]) => test,
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((test) => !existsSync(`${root}${test}`))).toEqual([]);
  });
});

it.each(globSync('{*.md,docs/**/*.md}', { cwd: root }))('%s links to files that exist', (page) => {
  const targets = [...readFileSync(`${root}${page}`, 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
    ([, to = '']) => to,
  );
  const here = targets.filter((to) => !/^[a-z]+:|^\//.test(to));
  expect(here.filter((to) => !existsSync(resolve(root, dirname(page), to)))).toEqual([]);
});
