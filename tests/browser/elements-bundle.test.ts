import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import express from 'express';
import supertest from 'supertest';
import { ServedElements } from '../../apps/api/elements/served-elements.js';

const KIB = 1_024;
/** What a page loads before anybody can sign up. */
const BUDGET_KIB = 60;

describe('the components as they are served', () => {
  const elements = new ServedElements('', 'https://id.example');
  const app = express().use(elements.router);
  const textOf = async (href: string) =>
    (await supertest(app).get(href).responseType('blob').expect(200)).body as Buffer;

  it('weigh less than 60 KiB, gzipped, with the words of any language', async () => {
    const module = gzipSync(await textOf(elements.module.href)).length;
    for (const language of ['en', 'fr', 'de', 'es', 'ar', 'ja']) {
      const words = gzipSync(await textOf(elements.words(language).href)).length;
      expect((module + words) / KIB).toBeLessThan(BUDGET_KIB);
      expect(words / KIB).toBeGreaterThan(1);
    }
    expect(module / KIB).toBeGreaterThan(10);
  });

  it('are one module: what it loads on demand needs nothing of it, nor of each other', async () => {
    const text = (await textOf(elements.module.href)).toString();
    expect(text).not.toMatch(/(^|;)import[{ "*]|from"\.\//);
    expect(text).toMatch(/import\("\.\/de-[A-Z0-9]{8}\.js"\)/);
  });

  it('are what their integrity says, for pages of every origin, to be kept for good', async () => {
    const { headers, body } = await supertest(app)
      .get(elements.module.href)
      .set('Origin', 'https://shop.example')
      .responseType('blob');
    expect(`sha384-${createHash('sha384').update(body).digest('base64')}`).toBe(elements.module.integrity);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  it('are at an address that follows releases, and is asked about every time', async () => {
    const { pathname } = new URL(elements.addresses.latest);
    expect(pathname).toBe('/elements/latest/gatehouse-elements.js');
    const { headers, body } = await supertest(app).get(pathname).responseType('blob').expect(200);
    expect(body).toEqual(await textOf(elements.module.href));
    expect(headers['cache-control']).toBe('no-cache');
    await supertest(app)
      .get(pathname)
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304);
  });
});
