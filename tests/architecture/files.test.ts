import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

const MOST_LINES = 250;
const MOST_FILES = 16;
const FEW_LINES = 20;

const linesOf = (file: string): number => readFileSync(path.join(PROJECT, file), 'utf8').split('\n').length - 1;
const product = globSync('{apps,libs}/**/*.ts', { cwd: PROJECT, exclude: ['**/{node_modules,dist,generated}'] });
const registration = product.filter((file) => file.startsWith('libs/registration/'));

describe('the files of the product', () => {
  it('have at most 250 lines', () => {
    expect(product.length).toBeGreaterThan(400);
    expect(product.filter((file) => linesOf(file) > MOST_LINES)).toEqual([]);
  });

  it('are at most 16 in a folder of registration', () => {
    const folders = Map.groupBy(registration, (file) => path.dirname(file));
    expect(folders.size).toBeGreaterThan(20);
    const full = [...folders].filter(([, files]) => files.length > MOST_FILES).map(([folder]) => folder);
    expect(full).toEqual([]);
  });

  it('are seldom small in registration', () => {
    const small = registration.filter((file) => linesOf(file) <= FEW_LINES);
    expect(small.length / registration.length).toBeLessThan(0.2);
  });
});
