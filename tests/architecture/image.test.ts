import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from './cruise-project.js';

/** What the stage `build` of the image copies before it builds, and the scripts that it runs then. */
async function buildStage(): Promise<{ readonly copied: readonly string[]; readonly scripts: readonly string[] }> {
  const dockerfile = await readFile(path.join(PROJECT, 'docker/Dockerfile'), 'utf8');
  const stage = dockerfile.split(/(?=^FROM )/m).find((text) => / AS build$/m.test(text)) ?? '';
  const copied = [...stage.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
  const scripts = [...stage.matchAll(/\bnode (\S+\.mjs)/g)].map(([, script = '']) => script);
  return { copied, scripts };
}

/** A folder with nothing of the project but these, and with what is installed. */
async function folderOf(copied: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-image-'));
  for (const name of copied) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await cp(path.join(PROJECT, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => !/[\\/](?:dist|node_modules|site)$/.test(source),
    });
  }
  for (const modules of globSync('{.,apps/*,libs/*}/node_modules', { cwd: PROJECT })) {
    await mkdir(path.join(folder, modules), { recursive: true });
    for (const name of await readdir(path.join(PROJECT, modules))) {
      if (name !== '@gatehouse') await symlink(path.join(PROJECT, modules, name), path.join(folder, modules, name));
    }
  }
  // The workspaces are those of the folder: what they read beside them has to be there as well.
  const workspaces = path.join(PROJECT, 'node_modules/@gatehouse');
  await mkdir(path.join(folder, 'node_modules/@gatehouse'));
  for (const name of await readdir(workspaces)) {
    const place = path.relative(PROJECT, await realpath(path.join(workspaces, name)));
    await symlink(path.join(folder, place), path.join(folder, 'node_modules/@gatehouse', name));
  }
  return folder;
}

describe('the image', () => {
  let folder = '';
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is built of what it copies, and of nothing else', async () => {
    const { copied, scripts } = await buildStage();
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'apps', 'libs']));
    expect(scripts).toEqual(['build.mjs', 'build-console.mjs', 'bundle-programs.mjs']);
    folder = await folderOf(copied);
    for (const script of scripts) {
      await promisify(execFile)(process.execPath, [path.join(folder, script)], { cwd: folder });
    }
    const page = await readFile(path.join(folder, 'apps/console/site/index.html'), 'utf8');
    expect(page).toContain('./assets/');
  }, 240_000);
});
