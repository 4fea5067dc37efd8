import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import TestRunner from 'jest-runner';

/** Full names of each file's tests as they are without any mutant, from the dry run: for every process that Stryker starts. */
const KEPT = path.join(import.meta.dirname, 'names-of-tests.json');

/**
 * Jest's runner without the files in which no test has a name that is asked for, which Jest would load to skip their tests.
 * It begins with the file named after the mutated one, and ends after the first file with a test that fails, since the mutant
 * is found by then.
 */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export
export default class CoveringTestsRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) return this.#dryRun(tests, watcher, options);

    let isFound = false;
    this.on('test-file-success', ([, { numFailingTests }]) => {
      isFound ||= numFailingTests > 0;
    });
    const [mutated] = this._globalConfig.nonFlagArgs;
    const ownName = `${path.basename(mutated, '.ts')}.test.ts`;
    const isOwn = ({ path: file }) => path.basename(file) === ownName;
    for (const test of this.#covering(tests).toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))) {
      if (!isFound) await super.runTests([test], watcher, options);
    }
  }

  #covering(tests) {
    const { testNamePattern } = this._globalConfig;
    if (!testNamePattern || !existsSync(KEPT)) return tests;
    const names = JSON.parse(readFileSync(KEPT, 'utf8'));
    const wanted = new RegExp(testNamePattern, 'i');
    return tests.filter(({ path: file }) => names[file]?.some((name) => wanted.test(name)) ?? true);
  }

  async #dryRun(tests, watcher, options) {
    const names = {};
    this.on('test-file-success', ([{ path: file }, { testResults }]) => {
      names[file] = testResults.map(({ fullName }) => fullName);
    });
    await super.runTests(tests, watcher, options);
    writeFileSync(KEPT, JSON.stringify(names));
  }
}
