// Compiles every workspace package from TypeScript into its own dist/, beside the assets it reads at run time.
// Types are not checked here (npm run typecheck does that), so a start from source stays under a second.
// A file is touched only when it changes: a deployment that runs from this folder keeps reading the files it knows.
// What browsers run of the console (apps/console/src) is left to build-console.mjs.

// Everything else here needs Node 24, and would fail on an older one with words that help nobody.
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.stderr.write(
    `Gatehouse needs Node 24, and this is Node ${process.versions.node}: npm ci installs it for npm run, unless install scripts are switched off\n`,
  );
  process.exit(1);
}
const { glob, mkdir, readFile, rename, rm, writeFile } = await import('node:fs/promises');
const { default: path } = await import('node:path');
const { transformFile } = await import('@swc/core');
const { writeElements } = await import('./bundle-elements.mjs');
const { removeOldBundles } = await import('./bundle-programs.mjs');

const ASSETS = ['.mjml', '.sql', '.hbs', '.json', '.html', '.css', '.txt', '.svg', '.client.js'];
const ELEMENTS = path.join('libs', 'elements');
const bundled = writeElements();
const OUTSIDE = ['dist', 'node_modules', 'src', 'site', 'vite.config.ts'];
const outside = (name) => OUTSIDE.includes(name);
/** What other programs put beside the compiled code. */
const OF_OTHERS = /^bundle\b|^compile-cache\b/;
let hasChanged = false;

for await (const manifest of glob('{apps,libs}/*/package.json')) {
  const room = path.dirname(manifest);
  const dist = path.join(room, 'dist');
  const sources = await Array.fromAsync(glob('**/*.*', { cwd: room, exclude: outside }));
  const made = new Set((await Promise.all(sources.map((file) => build(room, file)))).flat());
  if (room === ELEMENTS) for (const name of await bundled) made.add(path.join(dist, 'served', name));
  for (const file of await Array.fromAsync(glob('**/*.*', { cwd: dist }))) {
    const draftOfAnother = /\.\d+$/.test(file);
    if (draftOfAnother || OF_OTHERS.test(file) || made.has(path.join(dist, file))) continue;
    hasChanged = true;
    await rm(path.join(dist, file), { recursive: true, force: true });
  }
}
await removeOldBundles(hasChanged);

/** Answers the files that came of it. */
async function build(room, file) {
  const source = path.join(room, file);
  const target = path.join(room, 'dist', file);
  const isCode = file.endsWith('.ts') && !file.endsWith('.d.ts');
  if (!isCode) {
    if (file === 'package.json' || !ASSETS.some((ending) => file.endsWith(ending))) return [];
    return [await update(target, await readFile(source))];
  }
  const script = target.replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(source, { sourceFileName: path.relative(path.dirname(script), source) });
  return [
    await update(script, Buffer.from(`${code}\n//# sourceMappingURL=${path.basename(script)}.map\n`)),
    await update(`${script}.map`, Buffer.from(map ?? '{}')),
  ];
}

async function update(file, content) {
  const before = await readFile(file).catch(() => null);
  if (before?.equals(content)) return file;
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  hasChanged = true;
  await writeFile(draft, content);
  await rename(draft, file);
  return file;
}
