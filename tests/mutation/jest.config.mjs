import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import config from '../../jest.config.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { displayName, setupFilesAfterEnv, ...unit } = config.projects[0];

/** From `@gatehouse/kernel` to its source in this copy: the link in node_modules leads to sources without mutants. */
const sources = globSync('{libs,apps}/*/package.json', { cwd: root }).flatMap((file) => {
  const { name, exports = {} } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  return Object.entries(exports)
    .filter(([, target]) => target.source !== undefined)
    .map(([subpath, { source }]) => [
      `^${path.posix.join(name, subpath).replace('*', '([^/]+)')}$`,
      `<rootDir>/${path.posix.join(path.dirname(file), source).replace('*', '$1')}`,
    ]);
});
const namedFirst = sources.toSorted(([a], [b]) => Number(a.includes('(')) - Number(b.includes('(')));

/** The unit tests of one context, each tried once: a test that a mutant fails needs no second chance. */
export default {
  ...unit,
  rootDir: root,
  roots: ['<rootDir>/libs', '<rootDir>/tests/unit', '<rootDir>/tests/support'],
  modulePathIgnorePatterns: ['<rootDir>/libs/[^/]+/dist/'],
  moduleNameMapper: {
    '^class-validator$': '<rootDir>/tests/mutation/without-validation.ts',
    ...Object.fromEntries(namedFirst),
    ...unit.moduleNameMapper,
  },
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: process.env.MUTATION_TESTS.split(',').map((file) => `<rootDir>/${file}`),
};
