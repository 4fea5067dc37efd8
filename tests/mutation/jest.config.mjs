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

const tests = process.env.MUTATION_TESTS.split(',');
const [, , context] = tests[0].split('/');

/** The unit tests of one context, each tried once: a test that a mutant fails needs no second chance. */
export default {
  ...unit,
  rootDir: root,
  // For each mutant, Jest resolves every import of these to find the tests that lead to it.
  roots: [`<rootDir>/libs/${context}`, `<rootDir>/tests/unit/${context}`, '<rootDir>/tests/support'],
  modulePathIgnorePatterns: ['<rootDir>/libs/[^/]+/dist/'],
  moduleNameMapper: {
    '^class-validator$': '<rootDir>/tests/mutation/without-validation.ts',
    ...Object.fromEntries(namedFirst),
    ...unit.moduleNameMapper,
  },
  runner: '<rootDir>/tests/mutation/covering-tests-runner.mjs',
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: tests.map((file) => `<rootDir>/${file}`),
};
