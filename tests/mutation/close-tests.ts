import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What tests are slow with: it loads class-validator, or measures for as long as that takes. */
const SLOW = ['tests/support/contract-faults.ts', 'tests/support/processor-time.ts'];

/**
 * Unit tests that import from the folder's layer, themselves or through `tests/support`, without those that start an adapter for it,
 * check contracts or measure time; of handlers of one concern, those that import from its folder themselves, since every test of
 * a context uses some handlers of others through `tests/support`. A mutant that only tests further away would find counts as a
 * survivor: the score is a lower bound, reached in minutes and not hours.
 */
export function closeTestsOf(folder: string): readonly string[] {
  const [, context, layer, concern] = folder.split('/');
  return globSync(`tests/unit/${context}/**/*.test.ts`).filter((file) => {
    const imported = [...importedBy(file)];
    const isOfHandlers = layer === 'application' && concern !== undefined;
    const isClose = isOfHandlers
      ? directlyImportedBy(file).some((each) => each.startsWith(`${folder}/`))
      : imported.some((each) => each.startsWith(`libs/${context}/${layer}/`));
    return isClose && !imported.some((each) => each.includes('/adapters/') || SLOW.includes(each));
  });
}

const directlyImportedBy = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)].map(([, to = '']) =>
    path.join(path.dirname(file), to).replace(/\.js$/, '.ts'),
  );

/** What a test imports by path, and what those of these do that are tests' own. */
function importedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  for (const imported of directlyImportedBy(file)) {
    if (found.has(imported)) continue;
    found.add(imported);
    if (imported.startsWith('tests/') && existsSync(imported)) importedBy(imported, found);
  }
  return found;
}
