import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { PROJECT } from './cruise-project.js';

describe('the published components', () => {
  it('have their code, their words, their sources, a README and a licence in the package, and nothing else', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = spawnSync('npm', args, { cwd: path.join(PROJECT, 'libs/elements'), encoding: 'utf8' });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const names = files.map((file) => file.path);
    expect(names).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'index.ts', 'words/ar.json']),
    );
    const kinds =
      /^(LICENSE|README\.md|package\.json|(dist\/)?((account|shared|shared\/code|shared\/password|words)\/)?[a-z-]+\.(ts|d\.ts|js|js\.map|json)|dist\/served\/[\w.-]+)$/;
    expect(names.filter((name) => !kinds.test(name))).toEqual([]);
  });
});
