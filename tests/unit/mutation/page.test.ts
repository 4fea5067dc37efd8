import { type Mutant, sectionOf, withSections } from '../../mutation/page.js';

const FOLDERS = ['libs/a/domain', 'libs/b/domain'];
const EMPTY = '# Page\n\n<!-- scores -->\n<!-- /scores -->\n\n<!-- survivors -->\n<!-- /survivors -->\n';
const mutant = (status: string, replacement = 'true'): Mutant => ({
  fileName: 'libs/a/domain/rule.ts',
  status,
  replacement,
  location: { start: { line: 1, column: 0 } },
});
const of = (folder: string, mutants: readonly Mutant[]) => sectionOf(folder, mutants, () => 'a || b;');

describe('the page of mutation scores', () => {
  it('counts as found what a test failed for or never came to an end with, and leaves out what did not compile', () => {
    const statuses = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'Ignored'];
    const { percent, text } = of(
      'libs/a/domain',
      statuses.map((status) => mutant(status)),
    );
    expect(percent).toBe(50);
    expect(text).toContain('50 % | 2 of 4');
  });

  it('lists a survivor with its line, and says that nobody has explained it', () => {
    const { text } = of('libs/a/domain', [mutant('Survived')]);
    expect(text).toContain('| `rule.ts` | `a \\|\\| b;` | `true` | not yet explained |');
  });

  it('replaces the part of one folder, keeps the others, and says which were not run', () => {
    const first = withSections(
      EMPTY,
      FOLDERS,
      new Map([['libs/b/domain', of('libs/b/domain', [mutant('Killed')]).text]]),
    );
    expect(first).toContain('| libs/a/domain | not run | |\n| libs/b/domain | 100 % | 1 of 1 |');
    const second = withSections(first, FOLDERS, new Map([['libs/a/domain', of('libs/a/domain', []).text]]));
    expect(second).toContain('| libs/a/domain | no unit test of its own | |\n| libs/b/domain | 100 % | 1 of 1 |');
    expect(second.match(/^### .+$/gm)).toEqual(['### libs/a/domain', '### libs/b/domain']);
  });
});
