// Builds what browsers run of the console (apps/console) with Vite, into apps/console/site.
//
//   node build-console.mjs            builds if something has changed since the last time
//   node build-console.mjs --beside   starts that in a process of its own, behind everything else, and does not wait
//
// Vite is a tool for building alone: images and other installations without devDependencies have what it made.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const room = path.join(import.meta.dirname, 'apps/console');
const site = path.join(room, 'site');
const stamp = path.join(site, '.made-of');

const wanted = await fingerprint();
const isCurrent = (await readFile(stamp, 'utf8').catch(() => '')) === wanted;
if (!isCurrent && process.argv.includes('--beside')) {
  const child = spawn(process.execPath, [import.meta.filename], { detached: true, stdio: 'ignore' });
  if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  child.unref();
} else if (!isCurrent) {
  await build();
}

/** Of everything that goes into it: its own files, those of the client, and the versions of what is installed. */
async function fingerprint() {
  const hash = createHash('sha256');
  const patterns = [
    'apps/console/{index.html,vite.config.ts,package.json}',
    'apps/console/src/**/*.*',
    'libs/client/**/*.ts',
    'libs/applications/{appearance.ts,domain/application/appearance.ts}',
    'libs/registration/{policy.ts,domain/**/*.ts,adapters/applications/*.ts}',
  ];
  const files = await Array.fromAsync(glob(patterns, { cwd: import.meta.dirname, exclude: ['libs/client/dist/**'] }));
  for (const file of ['package-lock.json', ...files.filter((name) => !name.includes('node_modules')).sort()])
    hash.update(`${file}\0`).update(await readFile(path.join(import.meta.dirname, file)));
  return hash.digest('hex');
}

/** Beside the old one, and then in its place: an API that runs from this folder never finds half of it. */
async function build() {
  // The same files are the same site, whatever else starts this: tests would get React's development build.
  process.env.NODE_ENV = 'production';
  const { build: bundle } = await import('vite');
  const draft = path.join(room, `site.${process.pid}`);
  try {
    await bundle({
      root: room,
      configFile: path.join(room, 'vite.config.ts'),
      // Writes no copy of the configuration into node_modules, which may be read-only.
      configLoader: 'runner',
      logLevel: 'warn',
      build: { outDir: draft },
    });
    for await (const file of glob('assets/*.{js,css,svg}', { cwd: draft })) await compress(path.join(draft, file));
    await writeFile(path.join(draft, '.made-of'), wanted);
    await rm(site, { recursive: true, force: true, maxRetries: 5 });
    await rename(draft, site).catch(async (error) => {
      // Somebody else has built the same meanwhile.
      if ((await readFile(stamp, 'utf8').catch(() => '')) !== wanted) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function compress(file) {
  const content = await readFile(file);
  const zipped = await promisify(gzip)(content, { level: 9 });
  if (zipped.length < content.length) await writeFile(`${file}.gz`, zipped);
}
