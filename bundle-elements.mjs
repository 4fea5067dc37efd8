// Bundles libs/elements for pages without a bundler of their own: one module, and beside it what it loads on demand.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const ROOM = path.join(import.meta.dirname, 'libs/elements');
const ENTRY = 'gatehouse-elements';

/** Where the service reads them. */
const SERVED = path.join(ROOM, 'dist/served');

/** Writes the bundle where it has changed. Answers the names of its files. */
export async function writeElements() {
  const files = await bundleElements();
  await mkdir(SERVED, { recursive: true });
  for (const [name, content] of files) {
    const file = path.join(SERVED, name);
    const before = await readFile(file).catch(() => null);
    if (before?.equals(content)) continue;
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, content);
    await rename(draft, file);
  }
  return [...files.keys()];
}

/**
 * @returns the files by their names, `manifest.json` among them. The names of those that are loaded on demand change with
 * their content; the entry's folder does, by `version`.
 */
async function bundleElements() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: [{ in: path.join(ROOM, 'index.ts'), out: ENTRY }],
    outdir: '.',
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['source'],
    chunkNames: '[name]-[hash]',
    legalComments: 'linked',
    logLevel: 'warning',
    // Not from tsconfig.json, whose base is not in the image that the service is built in.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
  });
  const files = new Map(outputFiles.map(({ path: file, contents }) => [path.basename(file), Buffer.from(contents)]));
  const { version } = JSON.parse(await readFile(path.join(ROOM, 'package.json'), 'utf8'));
  const hash = createHash('sha256');
  for (const name of [...files.keys()].toSorted()) hash.update(name).update(files.get(name));
  const manifest = {
    version: `${version}-${hash.digest('hex').slice(0, 8)}`,
    entry: `${ENTRY}.js`,
    words: wordsIn(metafile),
    files: [...files.keys()].toSorted(),
  };
  return files.set('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
}

/** Which file speaks which language. */
function wordsIn({ outputs }) {
  const spoken = Object.entries(outputs).flatMap(([file, { entryPoint = '' }]) => {
    const [, language] = /^libs\/elements\/words\/(\w+)\.json/.exec(entryPoint) ?? [];
    return language ? [[language, path.basename(file)]] : [];
  });
  return Object.fromEntries(spoken);
}
