import type { Stryker } from '@stryker-mutator/core';

type Options = ConstructorParameters<typeof Stryker>[0];

/** Kept between runs, so that one that was interrupted goes on, and one after a change tries only what changed. */
const FOLDER = '.gatehouse/mutations';

export const resultsOf = (folder: string): string => `${FOLDER}/${folder.replaceAll('/', '-')}.json`;

/** Stryker's options for one folder, such as `libs/registration/domain`. */
export const strykerOptions = (folder: string, files: readonly string[]): Options => ({
  mutate: [...files],
  // Jest resolves our packages within the copy that has the mutants (jest.config.mjs).
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'tests/mutation/jest.config.mjs', enableFindRelatedTests: true },
  plugins: ['@stryker-mutator/jest-runner', './tests/mutation/ignore-error-texts.mjs'],
  ignorers: ['error-texts'],
  // Each test runs alone with a mutant, since only the tests that reach it can notice it.
  coverageAnalysis: 'perTest',
  ignorePatterns: [
    '/*',
    '!/libs',
    '!/apps',
    '!/tests',
    '!/*.json',
    '!/*.ts',
    '!/.swcrc',
    '**/dist',
    '/tests/{bench,browser,chaos,e2e}',
  ],
  tempDirName: `${FOLDER}/copies`,
  incremental: true,
  incrementalFile: resultsOf(folder),
  reporters: ['progress-append-only'],
  concurrency: 1,
  // What Jest leaves in a process makes each further run slower.
  maxTestRunnerReuse: 40,
  // A mutant that never ends is found. A busy machine is slow, and must not count as one.
  timeoutMS: 30_000,

  thresholds: { high: 95, low: 90, break: null },
});
