import { readdirSync, readFileSync } from 'node:fs';
import { createSandbox } from '@gatehouse/sandbox';
import request from 'supertest';

const FOLDER = new URL('../../../apps/sandbox/inbox/page/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name !== 'index.html');
const scripts = files.filter((name) => name.endsWith('.js'));
const read = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8');

describe('the inbox page', () => {
  const { app } = createSandbox();

  it('may load nothing but its own files, and cannot be framed', async () => {
    const { headers, type } = await request(app).get('/').expect(200);

    expect(type).toBe('text/html');
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('finds all its files', async () => {
    const { text } = await request(app).get('/').expect(200);
    const referred = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path as string);

    expect(referred).toContain('/page/inbox.client.js');
    for (const path of referred) await request(app).get(path).expect(200);
  });

  it.each(files)('serves %s with its type', async (name) => {
    const { type } = await request(app).get(`/page/${name}`).expect(200);

    expect(type).toBe({ css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' }[name.split('.').at(-1) ?? '']);
  });

  it.each(scripts)('%s never makes markup of a string, and imports what is there', (name) => {
    const script = read(name);

    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|eval\(/);
    const imported = [...script.matchAll(/from '\.\/([^']+)'/g)].map(([, file]) => file);
    expect(files).toEqual(expect.arrayContaining(imported));
  });

  it('holds no style and no script of its own', () => {
    const page = read('index.html');

    expect(page).not.toMatch(/<style|style="|<script(?![^>]+src=)| on\w+="/);
  });

  it('does not lead out of its folder', async () => {
    await request(app).get('/page/..%2fpage-assets.js').expect(404);
    await request(app).get('/page/index.html').expect(404);
  });
});
