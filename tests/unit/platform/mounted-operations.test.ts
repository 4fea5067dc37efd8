import type { Operation, OperationCall } from '@gatehouse/platform/edge';
import { faultHandler, mountOperations, notFound, type Surroundings } from '@gatehouse/platform/express';
import type { Logger } from '@gatehouse/platform/logging';
import express from 'express';
import request from 'supertest';
import { operationLike } from './openapi/operation-like.js';

/** Answers which operation it is, and with what parameters. */
const telling = (changes: Partial<Operation>): Operation =>
  operationLike({
    withoutApplication: true,
    answers: { 200: { description: 'Which one it is' } },
    handle: async ({ params }: OperationCall) => ({ status: 200, body: { operation: changes.operationId, params } }),
    ...changes,
  } as Partial<Operation>);

const read = (path: string, operationId: string) =>
  telling({ method: 'get', idempotency: undefined, path, operationId });

const operations = [
  read('/v1/people/{id}/{part}', 'part'),
  read('/v1/people/{id}/name', 'name'),
  read('/v1/people/{id}', 'person'),
  read('/v1/people/me', 'me'),
  telling({ path: '/v1/people/me', operationId: 'change' }),
];

const app = () => {
  const logger = { error: () => undefined } as unknown as Logger;
  const surroundings = { basePath: '', network: { of: () => null }, logger } as unknown as Surroundings;
  const mounted = express();
  mountOperations(mounted, operations, surroundings);
  return mounted.use(notFound).use(faultHandler(logger));
};

describe('mounted operations', () => {
  it.each([
    ['/v1/people/me', 'me', {}],
    ['/v1/people/7', 'person', { id: '7' }],
    ['/v1/people/me/name', 'name', { id: 'me' }],
    ['/v1/people/me/age', 'part', { id: 'me', part: 'age' }],
    ['/v1/people/%6De', 'person', { id: 'me' }],
  ])('GET %s is %s: fixed paths come first, and those with fewer parameters', async (path, operation, params) => {
    const { status, body } = await request(app()).get(path);
    expect({ status, body }).toEqual({ status: 200, body: { operation, params } });
  });

  it('tells operations of one path by their methods', async () => {
    const answer = await request(app()).post('/v1/people/me');
    expect(answer.body).toEqual({ operation: 'change', params: {} });
    const { status, headers } = await request(app()).delete('/v1/people/me');
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'GET, HEAD, POST' });
  });

  it('answers HEAD as GET without the body', async () => {
    const { status, headers, text } = await request(app()).head('/v1/people/me');
    expect({ status, length: headers['content-length'], text }).toEqual({
      status: 200,
      length: String(JSON.stringify({ operation: 'me', params: {} }).length),
      text: undefined,
    });
  });

  it.each(['/v1/people', '/v1/people/me/', '/V1/people/me', '/v1/People/me'])('knows nothing at %s', async (path) => {
    expect((await request(app()).get(path)).status).toBe(404);
  });

  it('refuses a path that cannot be decoded', async () => {
    const { status, body } = await request(app()).get('/v1/people/%');
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request-malformed' });
  });
});
