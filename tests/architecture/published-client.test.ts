import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PROJECT } from './cruise-project.js';

const CLIENT = path.join(PROJECT, 'libs/client');

/** As a page's bundler takes it in: what it uses, and nothing else. */
async function bundle(code: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: path.join(PROJECT, 'tests') },
    bundle: true,
    minify: true,
    write: false,
    logLevel: 'silent',
    format: 'esm',
    platform: 'browser',
    conditions: ['source'],
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

describe('the published client', () => {
  it('has its code, its types, its sources, a README and a licence in it, and nothing else', () => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const { stdout } = spawnSync('npm', args, { cwd: CLIENT, encoding: 'utf8' });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const names = files.map((file) => file.path);
    expect(names).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'index.ts', 'verify/index.ts']),
    );
    const kinds = /^(LICENSE|README\.md|package\.json|(dist\/)?((generated|verify)\/)?[a-z-]+\.(ts|d\.ts|js|js\.map))$/;
    expect(names.filter((name) => !kinds.test(name))).toEqual([]);
  });

  it('is small in a page, and does not bring the verifier there', async () => {
    const all = await bundle(`import { createGatehouse } from '@gatehouse/client'; globalThis.it = createGatehouse;`);
    const kilobytes = gzipSync(all).length / 1_000;
    // Its README tells the size.
    expect(kilobytes).toBeGreaterThan(5);
    expect(kilobytes).toBeLessThan(7);
    expect(Buffer.from(all).toString()).not.toMatch(/whsec_|JWKS/);
  });

  it('leaves no trace where a page imports it and uses nothing', async () => {
    expect((await bundle(`import '@gatehouse/client';`)).length).toBe(0);
  });

  it('needs nothing of Node, the verifier included', async () => {
    const all = await bundle(`export * from '@gatehouse/client/verify';`);
    expect(Buffer.from(all).toString()).not.toMatch(/node:|require\(/);
  });
});
