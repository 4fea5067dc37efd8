import type { Config } from 'jest';

/**
 * Our packages resolve to their TypeScript (the `source` condition), so tests never wait for a build. Jest adds
 * `import` or `require` itself, by how a module is asked for.
 */
const typescript = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'ts', 'mjs', 'cjs', 'json', 'node'],
  // Imports are written as they run, with .js; only our own sources have a .ts in its place.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'] },
  modulePathIgnorePatterns: ['<rootDir>/(apps|libs)/[^/]+/dist/', '<rootDir>/\\.gatehouse/'],
  transform: { '\\.ts$': '@swc/jest' },
} satisfies NonNullable<Config['projects']>[number];

/** For tests that need PostgreSQL. */
const withDatabase = {
  ...typescript,
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
};

const config: Config = {
  maxWorkers: 2,
  // A process that has run a hundred suites holds gigabytes; when nothing is left in it, to give them back still takes longer
  // than Jest's own half second. What a suite leaves behind holds it longer than this.
  workerGracefulExitTimeout: 10_000,
  testTimeout: 90_000,
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/{unit,architecture}/**/*.test.ts'],
    },
    {
      ...withDatabase,
      displayName: 'integration',
      testMatch: ['<rootDir>/tests/{integration,e2e,chaos,broker,database}/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/tests/support/retry-once.ts'],
    },
    {
      ...withDatabase,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
    },
  ],
};

export default config;
