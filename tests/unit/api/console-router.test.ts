import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import express, { type Express } from 'express';
import supertest from 'supertest';
import { consoleRouter } from '../../../apps/api/console/console-router.js';

const PAGE = `<script src="./assets/main-1.js"></script><link href="./assets/main-1.css" />
<div data-base-path="%base-path%" data-style-nonce="%style-nonce%" data-version="%version%"></div>`;
const SCRIPT = 'console.log(1);'.repeat(50);

describe('the console’s files', () => {
  let folder: string;
  let site: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-console-'));
    site = path.join(folder, 'site');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function build(page = PAGE, builtAt = new Date()): Promise<void> {
    await mkdir(path.join(site, 'assets'), { recursive: true });
    await writeFile(path.join(site, 'assets/main-1.js'), SCRIPT);
    await writeFile(path.join(site, 'assets/main-1.js.gz'), gzipSync(SCRIPT));
    await writeFile(path.join(site, 'assets/main-1.css'), 'body {}');
    await writeFile(path.join(site, 'secret.txt'), 'not for pages');
    await writeFile(path.join(site, 'index.html'), page);
    await utimes(path.join(site, 'index.html'), builtAt, builtAt);
  }
  const app = (basePath = ''): Express => express().use(basePath || '/', consoleRouter(site, basePath));

  it('come from every address of a page, with a policy that allows only them and styles with its nonce', async () => {
    await build();
    const nonces = new Set<string>();
    for (const address of ['/console', '/console/', '/console/default/people/1?x=1']) {
      const { status, headers, text } = await supertest(app()).get(address);
      expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
      const [, nonce = ''] = /data-style-nonce="([\w-]{22})"/.exec(text) ?? [];
      nonces.add(nonce);
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; connect-src 'self'; ` +
          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(text).toContain('src="/console/assets/main-1.js"');
      expect(text).toMatch(/data-base-path="" .* data-version="\d/);
    }
    expect(nonces.size).toBe(3);
  });

  it('are kept for good by browsers, and come compressed to those that take that', async () => {
    await build();
    const zipped = await supertest(app()).get('/console/assets/main-1.js').set('Accept-Encoding', 'gzip');
    expect(zipped).toMatchObject({ status: 200, text: SCRIPT });
    expect(zipped.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
    const plain = await supertest(app()).get('/console/assets/main-1.css').set('Accept-Encoding', 'identity');
    expect(plain).toMatchObject({ status: 200, text: 'body {}' });
    expect(plain.headers).not.toHaveProperty('content-encoding');
  });

  it('are those that were built, and no others', async () => {
    await build();
    for (const name of ['main-2.js', 'main-1.js.gz', '..%2fsecret.txt', 'secret.txt', '__proto__'])
      expect(await supertest(app()).get(`/console/assets/${name}`)).toMatchObject({ status: 404 });
  });

  it('are found below the path of PUBLIC_URL', async () => {
    await build();
    const { text } = await supertest(app('/auth')).get('/auth/console/default');
    expect(text).toContain('src="/auth/console/assets/main-1.js"');
    expect(text).toContain('data-base-path="/auth"');
  });

  it('are awaited by a page that opens again by itself, until they are built', async () => {
    const served = app();
    const before = await supertest(served).get('/console');
    expect(before).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(before.text).toContain('<meta http-equiv="refresh" content="2" />');
    expect(before.text).toContain('npm run build');
    await build();
    expect(await supertest(served).get('/console')).toMatchObject({ status: 200 });
  });

  it('are those of the latest build, without another start', async () => {
    await build(PAGE, new Date('2026-11-21T09:00:00Z'));
    const served = app();
    await supertest(served).get('/console').expect(200);
    await build(`${PAGE}<!-- newer -->`, new Date('2026-11-21T09:00:01Z'));
    expect((await supertest(served).get('/console')).text).toContain('newer');
  });
});
