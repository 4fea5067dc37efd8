import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

const MOST_LINES = 250;
const MOST_FILES = 16;
const FEW_LINES = 20;

const linesOf = (file: string): number => readFileSync(path.join(PROJECT, file), 'utf8').split('\n').length - 1;
const product = globSync('{apps,libs}/**/*.{ts,tsx}', { cwd: PROJECT, exclude: ['**/{node_modules,dist,generated}'] });
/** Workspaces in which what is read together was put into one file (docs/adr/0096, 0097). */
const FOLDED = globSync(
  [
    'libs/{access,applications,client,deployment,embedded-postgres,kernel,notification,platform,registration,webhooks}',
    'apps/{api,cli,local,sandbox,worker}',
  ],
  { cwd: PROJECT },
);
/** Also those that have small files: a component or a page each. */
const PARTS = [...FOLDED, ...globSync(['apps/{console,web}', 'libs/elements'], { cwd: PROJECT })];
const filesOf = (part: string): string[] => product.filter((file) => file.startsWith(`${part}/`));

describe('the files of the product', () => {
  it('have at most 250 lines', () => {
    expect(product.length).toBeGreaterThan(400);
    expect(product.filter((file) => linesOf(file) > MOST_LINES)).toEqual([]);
  });

  it.each(PARTS)('are at most 16 in a folder of %s', (part) => {
    expect(filesOf(part).length).toBeGreaterThan(0);
    const folders = Map.groupBy(filesOf(part), (file) => path.dirname(file));
    const full = [...folders].filter(([, files]) => files.length > MOST_FILES).map(([folder]) => folder);
    expect(full).toEqual([]);
  });

  it('are seldom small in them', () => {
    const all = FOLDED.flatMap(filesOf);
    const small = all.filter((file) => linesOf(file) <= FEW_LINES);
    expect(small.length / all.length).toBeLessThan(0.2);
  });
});
