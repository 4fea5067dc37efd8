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
  setupFilesAfterEnv: ['<rootDir>/tests/support/retry-once.ts'],
} satisfies NonNullable<Config['projects']>[number];

/** For tests that need PostgreSQL. */
const withDatabase = {
  ...typescript,
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  globalTeardown: '<rootDir>/tests/support/global-teardown.mjs',
};

const config: Config = {
  // One more than CI has cores: a suite waits for servers, processes and time-outs a good part of its time.
  maxWorkers: 3,
  // A worker that has run a hundred suites holds gigabytes. Nothing is open in it any more, but on a busy machine it takes up
  // to two seconds to free them, where Jest waits for 500 ms. A handle that a suite leaves open still shows.
  workerGracefulExitTimeout: 10_000,
  testTimeout: 90_000,
  // For --coverage. By V8, since nothing then has to be compiled twice, and a test of costs measures what it means to.
  coverageProvider: 'v8',
  collectCoverageFrom: ['{apps,libs}/**/*.ts', '!**/*.d.ts', '!**/{dist,node_modules,generated}/**'],
  coverageReporters: ['text-summary'],
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/{unit,architecture,survival}/**/*.test.ts'],
    },
    {
      ...withDatabase,
      displayName: 'integration',
      testMatch: ['<rootDir>/tests/{integration,e2e,bench,chaos,broker,database,monitoring,availability}/**/*.test.ts'],
    },
    {
      ...withDatabase,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
    },
  ],
};

export default config;
