/** `npm run mutations [-- <folder> …]`: changes the code, sees whether unit tests notice, and writes docs/mutation-score.md. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { closeTestsOf } from './close-tests.ts';
import { type Mutant, sectionOf, withSections } from './page.ts';
import { resultsOf, strykerOptions } from './stryker-options.ts';

/** Each is a row of the page, in this order; a folder comes without those within it that have their own. */
const FOLDERS = [
  'libs/registration/domain/code',
  'libs/registration/domain/user',
  'libs/registration/domain',
  'libs/access/domain',
  'libs/access/application',
  'libs/applications/domain',
  'libs/applications/application',
  'libs/notification/domain',
  'libs/notification/application',
  'libs/webhooks/domain',
  'libs/webhooks/application',
  'libs/registration/application/codes',
  'libs/registration/application/credentials',
  'libs/registration/application/own-account',
  'libs/registration/application/recovery',
  'libs/registration/application/sign-up',
  'libs/registration/application/standing',
  'libs/registration/application/transfer',
  'libs/registration/application',
];
const LEAST_PERCENT = 90;
const PAGE = 'docs/mutation-score.md';
const root = path.resolve(import.meta.dirname, '../..');

const asked = process.argv.slice(2);
const unknown = asked.filter((folder) => !FOLDERS.includes(folder));
if (unknown.length > 0) throw new Error(`Not ${unknown.join(', ')}: one of ${FOLDERS.join(', ')}`);

process.chdir(root);
const { Stryker } = await import('@stryker-mutator/core');
for (const folder of asked.length > 0 ? asked : FOLDERS) {
  const tests = closeTestsOf(folder);
  process.stdout.write(`\n${folder}: ${tests.map((file) => path.basename(file)).join(', ')}\n`);
  // Read by jest.config.mjs, in the processes that Stryker starts.
  process.env['MUTATION_TESTS'] = tests.join(',');
  tryAgainWhatSurvived(folder);
  const within = FOLDERS.filter((other) => other.startsWith(`${folder}/`)).map((other) => `${other}/**`);
  const files = globSync(`${folder}/**/*.ts`, { exclude: within });
  const mutants: Mutant[] = tests.length > 0 ? await new Stryker(strykerOptions(folder, files)).runMutationTest() : [];
  const { percent, text } = sectionOf(folder, mutants, (file) => readFileSync(path.resolve(file), 'utf8'));
  const before = readFileSync(PAGE, 'utf8');
  writeFileSync(PAGE, withSections(before, FOLDERS, new Map([[folder, text]])));
  process.stdout.write(`${folder}: ${percent} %\n`);
  if (percent < LEAST_PERCENT) process.exitCode = 1;
}

/** Stryker would keep a survivor that no test is known to reach, though a test for it may have been written since. */
function tryAgainWhatSurvived(folder: string): void {
  const file = resultsOf(folder);
  if (!existsSync(file)) return;
  const earlier: { readonly files: Record<string, { mutants: { readonly status: string }[] }> } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  for (const each of Object.values(earlier.files)) {
    each.mutants = each.mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  }
  writeFileSync(file, JSON.stringify(earlier));
}
