import 'reflect-metadata';
import { createHash } from 'node:crypto';
import express from 'express';
import request from 'supertest';
import { pagesRouter } from '../../../apps/api/docs-page/pages-router.js';
import { documentedOperations } from '../../../apps/api/operations.js';
import { document } from '../../support/api-document.js';

const app = express().use(pagesRouter(documentedOperations()));

describe('/openapi.json', () => {
  it('is the document of all routes, for anybody’s tools', async () => {
    const { body, headers } = await request(app).get('/openapi.json').expect(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'access-control-allow-origin': '*',
      'cache-control': 'no-cache',
    });
  });

  it('is not sent again to those who have it', async () => {
    const { headers } = await request(app).get('/openapi.json');
    const again = await request(app).get('/openapi.json').set('If-None-Match', String(headers['etag']));
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
  });
});

describe('/asyncapi.json', () => {
  it('is the document of all events and commands, for anybody’s tools', async () => {
    const { body, headers } = await request(app).get('/asyncapi.json').expect(200);
    expect(body).toMatchObject({
      asyncapi: '3.0.0',
      channels: { 'user.erased.v1': expect.any(Object), RegisterUser: expect.any(Object) },
    });
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-cache' });
  });
});

describe('/docs', () => {
  const page = () => request(app).get('/docs').expect(200);

  it('is a page with a title, at /docs/ as well', async () => {
    expect((await page()).text).toContain('<title>Gatehouse API reference</title>');
    await request(app)
      .get('/docs/')
      .expect(200, (await page()).text);
  });

  it('lets nothing run or load but its own files', async () => {
    const policy = (await page()).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('http');
  });

  it('has no script or style within, and no address of another server', async () => {
    const { text } = await page();
    expect(text).not.toMatch(/<style|style=|<script(?![^>]* src=)| on\w+=|https?:/);
  });

  it('names files that are what their integrity says, to be kept for good', async () => {
    const files = [...(await page()).text.matchAll(/(?:src|href)="(\/docs\/[^"]+)" integrity="sha384-([^"]+)"/g)];
    expect(files).toHaveLength(4);
    for (const [, path = '', integrity] of files) {
      const { body, text, headers } = await request(app).get(path).buffer(true).expect(200);
      const content = text ?? body;
      expect(createHash('sha384').update(content).digest('base64')).toBe(integrity);
      expect(headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        'content-encoding': 'gzip',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('sends its files as they are to those who do not unzip', async () => {
    const [, path = ''] = /src="(\/docs\/reference[^"]+)"/.exec((await page()).text) ?? [];
    const { headers, status } = await request(app).get(path).set('Accept-Encoding', 'identity');
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('content-encoding');
  });

  it('is read, never written', async () => {
    const failing = express()
      .use(pagesRouter([]))
      .use(((error, _request, response, _next) => {
        response.status(error.problem.status).set(error.headers).end();
      }) satisfies express.ErrorRequestHandler);
    await request(failing).post('/docs').expect(405).expect('Allow', 'GET, HEAD');
  });
});
