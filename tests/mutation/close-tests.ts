import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What tests are slow with: it loads class-validator, or measures for as long as that takes. */
const SLOW = ['tests/support/contract-faults.ts', 'tests/support/processor-time.ts'];

/**
 * Unit tests that import from the folder's layer, themselves or through `tests/support`, without those that start an adapter for it,
 * check contracts or measure time; of handlers of one concern, those in the folder of its name, since nearly every test of
 * handlers reaches some of another concern through `tests/support`. A mutant that only tests further away would find counts as a
 * survivor: the score is a lower bound, reached in minutes and not hours.
 */
export function closeTestsOf(folder: string): readonly string[] {
  const [, context, layer, concern] = folder.split('/');
  const isOfHandlers = layer === 'application' && concern !== undefined;
  const tests = isOfHandlers ? `tests/unit/${context}/handlers/${concern}` : `tests/unit/${context}`;
  return globSync(`${tests}/**/*.test.ts`).filter((file) => {
    const imported = [...importedBy(file)];
    const isClose = imported.some((each) => each.startsWith(`libs/${context}/${layer}/`));
    return isClose && !imported.some((each) => each.includes('/adapters/') || SLOW.includes(each));
  });
}

/** What a test imports by path, and what those of these do that are tests' own. */
function importedBy(file: string, found = new Set<string>()): ReadonlySet<string> {
  for (const [, to = ''] of readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)) {
    const imported = path.join(path.dirname(file), to).replace(/\.js$/, '.ts');
    if (found.has(imported)) continue;
    found.add(imported);
    if (imported.startsWith('tests/') && existsSync(imported)) importedBy(imported, found);
  }
  return found;
}
